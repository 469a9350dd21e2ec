import type { Workload } from '../subject.ts';
import { shopOverHttp } from './shop.ts';

/** The checkout of the shop as it stands: what a customer waits for. */
export const http: Workload = {
  name: 'http',
  about:
    'a checkout of the shop over HTTP, from the request to the confirmed order, the payment provider and the clients in processes of their own',
  unit: 'orders',
  kind: 'loop',
  subjects: [shopOverHttp],
};
