export {
  aggregate,
  type AggregateClass,
  type AggregateDeclaration,
  type AggregateType,
  type Evolve,
} from './aggregate.ts';
export { AggregateRoot, type AggregateSeed } from './aggregate-root.ts';
export { Currency, minorDigits } from './currency.ts';
export { decider, type DeciderDeclaration } from './decider.ts';
export { DomainRuleBroken } from './domain-rule-broken.ts';
export { entity, EntityRoot, type EntityClass } from './entity.ts';
export { event, type EventClass, type EventHistory, type EventOf } from './event.ts';
export { identifier, type Identifier } from './identifier.ts';
export { Money } from './money.ts';
export { Quantity, quantity, type QuantityClass, type QuantityOf } from './quantity.ts';
export type { Rounding } from './rounding.ts';
export { tally, type Shortage, type Tally, type TallyDesk, type TallyMove } from './tally.ts';
export { valueObject, type ValueObject, type ValueObjectClass } from './value-object.ts';
