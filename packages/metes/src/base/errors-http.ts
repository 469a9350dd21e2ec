/** Errors of the HTTP adapter: routes that do not hold together, and requests that are refused before any handler sees them. */
export const httpErrors = {
  METES_HTTP_PATH_PATTERN: {
    message: 'The route "{path}" of {context} has no valid path: {reason}.',
    hint: 'Begin with "/", write segments of letters, digits and . _ ~ -, and parameters as ":name"; no slash at the end.',
  },
  METES_HTTP_ROUTE_TWICE: {
    message: '{route} of {context} answers the same requests as {other}.',
    hint: 'Change the method or the path of one of the two; a parameter matches whatever its name is.',
  },
  METES_HTTP_SCHEMA_LOOSE: {
    message: 'The {part} of {route} accepts fields that nobody declared, at {at}.',
    hint: 'Use z.strictObject there, so that an unknown field is refused and not ignored.',
  },
  METES_HTTP_PARAMS_MISMATCH: {
    message: 'The path of {route} has the parameters [{path}], its `params` schema has [{schema}].',
    hint: 'Give `params: z.strictObject({ ... })` with exactly the names that stand in the path.',
  },
  METES_HTTP_ANSWER_STATUS: {
    message: '{route} declares an answer with the status {status}.',
    hint: 'Declare only 200 to 399; a refusal is thrown (DomainRuleBroken) or undefined, and answered as problem+json.',
  },
  METES_HTTP_TOKEN_SHAPE: {
    message: 'The token of {principal} cannot be used: {reason}.',
    hint: 'Give every principal its own token of 16 to 512 letters, digits and . _ ~ + / -.',
  },
  METES_HTTP_LISTEN: {
    message: 'Nothing can listen on {host}:{port}: {reason}.',
    hint: 'Give another port (0 takes a free one), or end the program that uses it.',
  },
  METES_HTTP_NO_ROUTE: {
    message: 'There is no {method} {path} here.',
    hint: 'Look at /openapi.json for what there is.',
  },
  METES_HTTP_NOT_FOUND: {
    message: 'There is nothing at {path}.',
    hint: 'Check the ids in the path; what belongs to another customer is not shown either.',
  },
  METES_HTTP_METHOD: {
    message: '{path} does not take {method}.',
    hint: 'Use one of: {allow}.',
  },
  METES_HTTP_METHOD_UNKNOWN: {
    message: 'There is no method "{method}" in HTTP.',
    hint: 'Send GET, HEAD, POST, PUT, PATCH or DELETE, in capitals; /openapi.json says what each path takes.',
  },
  METES_HTTP_MALFORMED: {
    message: 'The request cannot be read: {reason}.',
    hint: 'Correct the request line or the headers.',
  },
  METES_HTTP_TARGET_TOO_LONG: {
    message: 'The {part} is longer than {most} characters.',
    hint: 'Shorten it.',
  },
  METES_HTTP_HEADERS_TOO_LARGE: {
    message: 'The headers are larger than {most} bytes.',
    hint: 'Send fewer or shorter headers.',
  },
  METES_HTTP_TIMED_OUT: {
    message: 'The request did not arrive completely in time.',
    hint: 'Send it again on a new connection.',
  },
  METES_HTTP_EXPECTATION: {
    message: 'The expectation "{expect}" cannot be met.',
    hint: 'Send "Expect: 100-continue" or no expectation.',
  },
  METES_HTTP_MEDIA_TYPE: {
    message: 'The body has the type "{type}", not application/json in UTF-8.',
    hint: 'Send the header "Content-Type: application/json".',
  },
  METES_HTTP_ENCODING: {
    message: 'The body is encoded as "{encoding}".',
    hint: 'Send it as it is, without Content-Encoding.',
  },
  METES_HTTP_BODY_TOO_LARGE: {
    message: 'The body is larger than {most} bytes.',
    hint: 'Send less in one request.',
  },
  METES_HTTP_BODY_UNEXPECTED: {
    message: '{route} takes no body.',
    hint: 'Send the request without one.',
  },
  METES_HTTP_JSON_INVALID: {
    message: 'The body is not JSON: {reason}.',
    hint: 'Send one JSON value in UTF-8.',
  },
  METES_HTTP_JSON_REFUSED: {
    message: 'The body is JSON, but {reason}.',
    hint: 'Send plain data: unique field names, whole Unicode text, numbers up to 9007199254740991.',
  },
  METES_HTTP_INPUT_INVALID: {
    message: 'The {part} does not fit what this route takes.',
    hint: 'Correct the values named under "errors"; /openapi.json has the schema.',
  },
  METES_HTTP_TOKEN_MISSING: {
    message: 'This route needs to know who asks.',
    hint: 'Send the header "Authorization: Bearer <token>".',
  },
  METES_HTTP_TOKEN_UNKNOWN: {
    message: 'The token is not known here.',
    hint: 'Get a new one from whoever runs this system.',
  },
  METES_HTTP_FORBIDDEN: {
    message: 'This route is for {roles} only.',
    hint: 'Use a token of a principal with that role.',
  },
  METES_HTTP_KEY_MISSING: {
    message: '{route} needs an Idempotency-Key.',
    hint: 'Send the header Idempotency-Key with a fresh value for each new request, for example a UUID in quotes.',
  },
  METES_HTTP_KEY_INVALID: {
    message: 'The Idempotency-Key is not valid: {reason}.',
    hint: 'Send the header Idempotency-Key once, with 1 to 255 printable ASCII characters, best a UUID in quotes.',
  },
  METES_HTTP_NOTIFICATION_REFUSED: {
    message: 'The signature of the notification does not hold.',
    hint: 'Check the secret, the clock, and that the body is sent on byte for byte.',
  },
  METES_HTTP_NOTIFICATION_UNREADABLE: {
    message: 'The notification is not in the agreed form.',
    hint: 'Compare what the other side sends now with what the translator of this webhook expects; the journal has the details.',
  },
  METES_HTTP_NOT_READY: {
    message: 'This process is not ready: {reason}.',
    hint: 'Try again after a pause, or ask another process.',
  },
  METES_HTTP_ANSWER_INVALID: {
    message: 'The answer of {route} is not what the route declares: {issues}.',
    hint: 'Correct the `answer` or `read` of the route, or its `answers`.',
  },
  METES_HTTP_INTERNAL: {
    message: 'Something went wrong on this side.',
    hint: 'Try again; if it stays, tell the operator the request id {id}.',
  },
} as const;
