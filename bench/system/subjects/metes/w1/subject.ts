import type { LoopRun, Subject } from '../../../subject.ts';
import { orderTaking } from '../../../w1/order-taker.ts';
import { openShop } from './running-shop.ts';

/** The three contexts in one process, as a user gets them who sets nothing. */
export const metes: Subject<LoopRun> = orderTaking(
  'metes',
  'three contexts in one process, through the public API',
  ({ url }) => openShop(url),
);
