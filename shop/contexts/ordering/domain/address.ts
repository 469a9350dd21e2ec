import { valueObject } from 'metes';
import { z } from 'zod';

const line = (most: number) => z.string().trim().min(1).max(most);

/** Where an order goes. Two addresses are the same when all five parts are. */
export class Address extends valueObject(
  'Address',
  z.strictObject({
    street: line(200),
    city: line(100),
    state: line(100),
    zipCode: line(20),
    /** ISO 3166-1, two letters. */
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
) {
  /** `12 Elm St, Springfield, IL 62701, US` */
  formatted(): string {
    return `${this.street}, ${this.city}, ${this.state} ${this.zipCode}, ${this.country}`;
  }
}
