/**
 * A refusal in the words of the domain: a rule of an aggregate or value object said no. It is an answer, not a fault:
 * it is never retried, and HTTP answers it with 422. It shares no base with `MetesError` on purpose.
 *
 * @example
 * throw new DomainRuleBroken('Order', 'Only a draft order can be changed', { status: 'paid' });
 */
export class DomainRuleBroken extends Error {
  override readonly name = 'DomainRuleBroken';
  /** The aggregate or value object whose rule it is. */
  readonly subject: string;
  /** The rule as the domain experts say it. */
  readonly rule: string;
  /** The values that broke it. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(subject: string, rule: string, details: Readonly<Record<string, unknown>> = {}) {
    super(`${subject}: ${rule}`);
    this.subject = subject;
    this.rule = rule;
    this.details = details;
  }
}
