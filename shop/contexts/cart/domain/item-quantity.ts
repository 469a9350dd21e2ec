import { quantity } from 'metes';

/** How many of one thing a customer wants: 1 to 99. */
export class ItemQuantity extends quantity('ItemQuantity', { most: 99 }) {}
