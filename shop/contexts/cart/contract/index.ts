/** The published language of cart. */
export { cartCheckedOut } from './cart-checked-out.ts';
