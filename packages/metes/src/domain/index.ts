export { aggregate, type AggregateClass, type AggregateDeclaration, type AggregateType } from './aggregate.ts';
export { AggregateRoot, type AggregateSeed } from './aggregate-root.ts';
export { decider, type DeciderDeclaration } from './decider.ts';
export { DomainRuleBroken } from './domain-rule-broken.ts';
export { event, type EventClass, type EventHistory } from './event.ts';
export { identifier, type Identifier } from './identifier.ts';
export { tally, type Shortage, type Tally, type TallyDesk, type TallyMove } from './tally.ts';
export { valueObject, type ValueObject, type ValueObjectClass } from './value-object.ts';
