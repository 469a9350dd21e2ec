/** The body of an error in the provider's answers. */
export interface ErrorBody {
  readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: unknown;
}

/** The provider says no: an HTTP status and an error in the shape the official client knows. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

/** A parameter is missing or wrong. */
export function badParameter(param: string, message: string, code = 'parameter_invalid'): ProviderRefusal {
  return new ProviderRefusal(400, { type: 'invalid_request_error', code, param, message });
}

/** There is no such object. */
export function missing(what: string, id: string, param = 'id'): ProviderRefusal {
  return new ProviderRefusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such ${what}: '${id}'`,
  });
}
