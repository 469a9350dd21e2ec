import type { RouteName } from './fault.ts';

/** A request's place in the API. */
export interface Route {
  readonly name: RouteName;
  /** Whether it can have an effect on the ledger. */
  readonly changes: boolean;
  /** The id in the path, or empty. */
  readonly id: string;
}

/** The route of a method and path (without query), or undefined when the API has none. */
export function routeOf(method: string, path: string): Route | undefined {
  const [root, version, resource, id, action, ...more] = path.split('/');
  if (root !== '' || version !== 'v1' || resource === undefined || more.length > 0) return undefined;
  const name = nameOf(method, resource, id, action);
  if (name === undefined) return undefined;
  return { name, changes: method === 'POST' && name !== 'createPaymentMethod', id: id ?? '' };
}

function nameOf(
  method: string,
  resource: string,
  id: string | undefined,
  action: string | undefined,
): RouteName | undefined {
  const post = method === 'POST';
  if (!post && method !== 'GET') return undefined;
  if (id === '' || action === '') return undefined;
  switch (resource) {
    case 'payment_intents':
      if (id === undefined) return post ? 'create' : 'list';
      if (action === undefined) return post ? undefined : id === 'search' ? 'search' : 'retrieve';
      return post && (action === 'capture' || action === 'cancel' || action === 'confirm')
        ? action
        : undefined;
    case 'refunds':
      if (action !== undefined) return undefined;
      if (id === undefined) return post ? 'refund' : 'listRefunds';
      return post ? undefined : 'retrieveRefund';
    case 'charges':
      return !post && id !== undefined && action === undefined ? 'retrieveCharge' : undefined;
    case 'payment_methods':
      if (action !== undefined) return undefined;
      if (id === undefined) return post ? 'createPaymentMethod' : undefined;
      return post ? undefined : 'retrievePaymentMethod';
    default:
      return undefined;
  }
}
