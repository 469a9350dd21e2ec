/**
 * The places around durable steps at which a test build may stop, delay or kill the process. Each is passed before and
 * after its step.
 */
export const failpointNames = [
  'commit.before',
  'commit.after',
  'answer.before',
  'answer.after',
  'delivery.before',
  'delivery.after',
  'call.before',
  'call.after',
  'park.before',
  'park.after',
  'deadline.before',
  'deadline.after',
  'projection.before',
  'projection.after',
] as const;

/** The name of a failpoint. */
export type Failpoint = (typeof failpointNames)[number];

/** What happens at failpoints: nothing, unless a test build says otherwise. */
export interface Failpoints {
  /** Passes a failpoint of a context; may throw, wait or never return. Synchronous `undefined` when nothing is planned. */
  pass(point: Failpoint, context: string): Promise<void> | undefined;
}
