import { createHash } from 'node:crypto';
import { MetesError } from '../base/errors.ts';

/** The most fields by which the rows of one projection can be listed. */
export const mostIndexes = 8;

/** A projection and the fields by which its rows are listed. */
export interface ProjectionIndexes {
  readonly projection: string;
  readonly indexes: readonly string[];
}

/** Which column holds which field of the rows of each projection, as the store assigned them once and for all. */
export class IndexedFields {
  readonly #slots = new Map<string, readonly string[]>();

  /** Tells what the store assigned. */
  assign(projection: string, fields: readonly string[]): void {
    this.#slots.set(projection, fields);
  }

  /** The values of the columns f0, f1, ... of a row; '' where the field is neither text nor number. */
  columns(projection: string, row: unknown): readonly string[] {
    const fields = this.#slots.get(projection) ?? [];
    return fields.map((field) => {
      const value: unknown = (row as Record<string, unknown>)[field];
      return typeof value === 'string' || typeof value === 'number' ? comparable(value) : '';
    });
  }

  /** The column of a field. @throws METES_STORE_FIELD_NOT_INDEXED */
  column(projection: string, field: string): string {
    const slot = (this.#slots.get(projection) ?? []).indexOf(field);
    if (slot === -1) throw new MetesError('METES_STORE_FIELD_NOT_INDEXED', { projection, field });
    return `f${slot}`;
  }
}

/** What is longer than this is hashed; written down in `declare_projection_1` as well. */
const mostCharacters = 300;

/** How a value stands in its column: as JSON, so that 1 and "1" differ; hashed when too long for an index. */
export function comparable(value: string | number): string {
  const json = JSON.stringify(value);
  if (json.length <= mostCharacters || codePoints(json) <= mostCharacters) return json;
  return `md5:${createHash('md5').update(json).digest('hex')}`;
}

/** The number of characters as PostgreSQL counts them. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
