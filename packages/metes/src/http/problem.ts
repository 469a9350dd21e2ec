import type { ErrorCode } from '../base/error-table.ts';
import { isMetesError, MetesError } from '../base/errors.ts';
import { issuePath, type SchemaIssue } from '../base/schema.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import { problemKinds } from './problem-kinds.ts';

/** One value that does not fit, with the path to it: `body.lines.0.quantity`. */
export interface ProblemIssue {
  readonly path: string;
  readonly message: string;
}

/** The body of every answer of 400 and above: RFC 9457 problem details with a code. */
export interface Problem {
  /** `urn:metes:error:` and the code in lower case. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** `urn:uuid:` and the id of the request. */
  readonly instance: string;
  /** A code of the error table, or `DOMAIN_RULE_BROKEN`. */
  readonly code: ErrorCode | 'DOMAIN_RULE_BROKEN';
  /** What to do about it. */
  readonly hint?: string;
  /** The aggregate or value object whose rule said no. */
  readonly subject?: string;
  readonly errors?: readonly ProblemIssue[];
}

const mostIssues = 20;
const longestMessage = 300;

/**
 * What a client is told of an error. Codes that clients may know become their status; anything else is a 500 that says
 * nothing but the id of the request.
 */
export function problemAnswer(error: unknown, requestId: string): SavedAnswer {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  const problem = problemOf(error, requestId, headers);
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

/** True for errors that nobody foresaw: they are answered with 500 and belong into the journal. */
export function isUnforeseen(error: unknown): boolean {
  return (
    !(error instanceof DomainRuleBroken) && !(isMetesError(error) && problemKinds[error.code] !== undefined)
  );
}

/** The issues of a part of the input, as problems name them; at most 20. */
export function problemIssues(part: string, issues: readonly SchemaIssue[]): readonly ProblemIssue[] {
  return issues.slice(0, mostIssues).map((issue) => ({
    path: [part, issuePath(issue)].filter(Boolean).join('.').slice(0, longestMessage),
    message: issue.message.slice(0, longestMessage),
  }));
}

function problemOf(error: unknown, requestId: string, headers: Record<string, string>): Problem {
  const instance = `urn:uuid:${requestId}`;
  if (error instanceof DomainRuleBroken) {
    return {
      type: typeOf('DOMAIN_RULE_BROKEN'),
      title: 'Refused by a rule of the domain',
      status: 422,
      detail: error.rule,
      instance,
      code: 'DOMAIN_RULE_BROKEN',
      subject: error.subject,
    };
  }
  const kind = isMetesError(error) ? problemKinds[error.code] : undefined;
  if (!isMetesError(error) || !kind) {
    const unforeseen = new MetesError('METES_HTTP_INTERNAL', { id: requestId });
    return {
      type: typeOf(unforeseen.code),
      title: 'Internal error',
      status: 500,
      detail: textOf(unforeseen),
      instance,
      code: unforeseen.code,
      hint: unforeseen.hint,
    };
  }
  const { allow, challenge, errors } = error.values as {
    allow?: string;
    challenge?: string;
    errors?: readonly ProblemIssue[];
  };
  if (kind.retryAfter !== undefined) headers['retry-after'] = String(kind.retryAfter);
  if (kind.status === 405 && allow !== undefined) headers['allow'] = allow;
  if (kind.status === 401 && challenge !== undefined) headers['www-authenticate'] = challenge;
  return {
    type: typeOf(error.code),
    title: kind.title,
    status: kind.status,
    detail: kind.detail ?? textOf(error),
    instance,
    code: error.code,
    hint: error.hint,
    ...(errors && { errors }),
  };
}

function typeOf(code: string): string {
  return `urn:metes:error:${code.toLowerCase()}`;
}

/** The message without the code in front, which stands in a member of its own. */
function textOf(error: MetesError): string {
  return error.message.slice(error.code.length + 2).slice(0, longestMessage);
}
