import { z } from 'zod';
import { SeededRandom } from '../testing/seeded-random.ts';

/** A schema of a contract as it can be drawn and edited before zod makes it. */
interface Plan {
  readonly kind: (typeof kinds)[number];
  /** Bounds, where the kind has some. */
  readonly least: number;
  readonly more: number;
  readonly inside: readonly Plan[];
  /** What stands around the schema where it is a field or a place. */
  readonly around: (typeof wraps)[number];
}

const leaves = ['text', 'code', 'words', 'whole', 'number', 'tenths', 'flag', 'nothing'] as const;
const nests = [
  'object',
  'strict',
  'loose',
  'list',
  'tuple',
  'rest',
  'map',
  'either',
  'tagged',
  'both',
] as const;
const kinds = [...leaves, ...nests];
const wraps = [
  '',
  '',
  '',
  'optional',
  'nullable',
  'nullish',
  'default',
  'default',
  'nullable default',
  'prefault',
] as const;
const names = ['a', 'b', 'c', 'd'];

/** Draws plans of schemas, and edits of them, from one seed. */
export class PlanDraw {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  plan(depth = 3): Plan {
    const kind = depth > 2 ? 'object' : this.#random.pick(depth > 0 ? kinds : leaves);
    const inside = Array.from({ length: 1 + this.#random.below(3) }, () =>
      depth > 0 ? this.plan(depth - 1) : [],
    );
    return {
      kind,
      least: this.#random.below(3),
      more: this.#random.below(4),
      inside: inside.flat(),
      around: this.#random.pick(wraps),
    };
  }

  /** The plan with one part drawn anew, bounded or wrapped otherwise, added or left out. */
  edited(plan: Plan, depth = 3): Plan {
    const at = this.#random.below(plan.inside.length);
    if (plan.inside.length > 0 && this.#random.chance(0.7)) {
      if (this.#random.chance(0.15)) return { ...plan, inside: [...plan.inside, this.plan(depth - 2)] };
      if (this.#random.chance(0.1) && plan.inside.length > 1)
        return { ...plan, inside: plan.inside.slice(0, -1) };
      return { ...plan, inside: plan.inside.with(at, this.edited(plan.inside[at]!, depth - 1)) };
    }
    const around = this.#random.pick(wraps);
    const bounds = { least: this.#random.below(3), more: this.#random.below(4) };
    const [other] = [this.plan(Math.min(2, Math.max(0, depth)))];
    return this.#random.pick<Plan>([
      { ...plan, around },
      { ...plan, around },
      { ...plan, ...bounds },
      depth > 2 ? plan : other,
    ]);
  }
}

/** The schema of a plan. */
export function zodOf({ kind, least, more, inside }: Plan): z.ZodType {
  const [first = text, second = text] = inside;
  const fields = Object.fromEntries(inside.map((each, at) => [names[at % names.length]!, fieldOf(each)]));
  switch (kind) {
    case 'text':
      return z
        .string()
        .min(least)
        .max(least + more);
    case 'code':
      return z.string().regex(least > 0 ? /^[A-Z]{3}$/ : /^[A-Z]+$/);
    case 'words':
      return z.enum(['red', 'green', 'blue', 'grey'].slice(0, least + 1 + (more % 2)));
    case 'whole':
      return z.int().min(-least).max(more);
    case 'number':
      return z
        .number()
        .gt(-least)
        .lt(more + 1);
    case 'tenths':
      return z.number().multipleOf(least > 0 ? 0.5 : 0.25);
    case 'flag':
      return least > 1 ? z.literal(true) : z.boolean();
    case 'nothing':
      return z.null();
    case 'object':
      return z.object(fields);
    case 'strict':
      return z.strictObject(fields);
    case 'loose':
      return z.looseObject(fields);
    case 'list':
      return z
        .array(zodOf(first))
        .min(least)
        .max(least + more);
    case 'tuple':
      return z.tuple([zodOf(first), least > 0 ? withDefault(second) : zodOf(second)]);
    case 'rest':
      return z.tuple([zodOf(first)], zodOf(second));
    case 'map':
      return z.record(least > 0 ? z.string() : z.string().regex(/^[a-z]+$/), zodOf(first));
    case 'either':
      return z.union([z.int().min(least), z.string().max(more), z.null()]);
    case 'tagged':
      return z.discriminatedUnion('t', [
        z.object({ t: z.literal('p'), ...fields }),
        z.object({ t: z.literal(['q', 'r'].slice(least % 2)), x: fieldOf(first) }),
      ]);
    case 'both':
      return z.intersection(z.object({ x: fieldOf(first) }), z.object({ y: fieldOf(second) }));
  }
}

const text: Plan = { kind: 'text', least: 0, more: 9, inside: [], around: '' };

function fieldOf(plan: Plan): z.ZodType {
  const schema = zodOf(plan);
  switch (plan.around) {
    case '':
      return schema;
    case 'optional':
      return schema.optional();
    case 'nullable':
      return schema.nullable();
    case 'nullish':
      return schema.nullish();
    case 'default':
      return withDefault(plan);
    case 'nullable default':
      return withDefault(plan).nullable();
    case 'prefault':
      return schema.prefault(valueOf(plan));
  }
}

function withDefault(plan: Plan): z.ZodType {
  return zodOf(plan).default(valueOf(plan));
}

/** Data that the schema of a plan accepts, for its default. */
function valueOf({ kind, least, more, inside }: Plan): any {
  const [first = text, second = text] = inside;
  switch (kind) {
    case 'text':
      return 'x'.repeat(least);
    case 'code':
      return 'EUR';
    case 'words':
      return 'red';
    case 'whole':
    case 'tenths':
      return 0;
    case 'number':
      return (more + 1 - least) / 2;
    case 'flag':
      return true;
    case 'nothing':
      return null;
    case 'object':
    case 'strict':
    case 'loose':
      return Object.fromEntries(inside.map((each, at) => [names[at % names.length]!, valueOf(each)]));
    case 'list':
      return Array.from({ length: least }, () => valueOf(first));
    case 'tuple':
      return [valueOf(first), valueOf(second)];
    case 'rest':
      return [valueOf(first)];
    case 'map':
      return {};
    case 'either':
      return null;
    case 'tagged':
      return { t: 'r', x: valueOf(first) };
    case 'both':
      return { x: valueOf(first), y: valueOf(second) };
  }
}
