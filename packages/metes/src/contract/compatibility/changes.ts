import { sameJson, type Json } from '../../base/json.ts';
import { asWritten, filledFields } from './as-written.ts';
import type { Change, ChangeKind } from './change.ts';
import { constraintChanges } from './constraint-changes.ts';
import { branchesOf, followed, typesIn } from './branches.ts';
import {
  asSchema,
  isObject,
  type JsonSchema,
  own,
  propertiesOf,
  requiredOf,
  type SchemaObject,
  schemasOf,
} from './json-schema.ts';
import { joined, named } from './proof.ts';
import { meaningOf } from './same-meaning.ts';

/**
 * Every difference between two versions of a schema, by name and place. What it means for readers is for `decide` to
 * say; this is what a person wants to know first.
 */
export function changesBetween(before: JsonSchema, after: JsonSchema): readonly Change[] {
  const walk = new Walk(before, after);
  walk.inside(before, after, '');
  return walk.found;
}

class Walk {
  readonly found: Change[] = [];
  readonly #before: JsonSchema;
  readonly #after: JsonSchema;
  /** Pairs that were looked at: schemas may contain themselves. */
  readonly #seen = new Set<string>();

  constructor(before: JsonSchema, after: JsonSchema) {
    this.#before = before;
    this.#after = after;
  }

  /** @param around the units of unions that these two stand in: they hold for each alternative that names none */
  inside(one: JsonSchema, other: JsonSchema, path: string, around: Units = []): void {
    const [before, after] = [followed(one, this.#before), followed(other, this.#after)];
    // Units are no part of the meaning of documents, so what means the same may still differ in them.
    const pair = JSON.stringify([before, after, around]);
    if (path.length > 2_000 || (this.#seen.has(pair) && pair.includes('"$ref"'))) return;
    this.#seen.add(pair);
    const [old, now] = [branchesOf(before, this.#before), branchesOf(after, this.#after)];
    const units: Units = [
      unitOf(one) ?? unitOf(before) ?? around[0],
      unitOf(other) ?? unitOf(after) ?? around[1],
    ];
    if (old.nullable !== now.nullable) this.#add(now.nullable ? 'null allowed' : 'null forbidden', path);
    if (old.branches.length === 1 && now.branches.length === 1) {
      const [only, next] = [old.branches[0]!, now.branches[0]!];
      this.#units(units[0] ?? unitOf(only), units[1] ?? unitOf(next), path);
      this.#plain(only, next, path);
    } else this.#unions(old.branches, now.branches, path, units);
  }

  #add(kind: ChangeKind, path: string, before?: Json, after?: Json): void {
    this.found.push({
      kind,
      path: named(path),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
  }

  #units(old: Json | undefined, now: Json | undefined, path: string): void {
    const told = this.found.some((each) => each.kind === 'unit changed' && each.path === named(path));
    if (!sameJson(old ?? null, now ?? null) && !told) this.#add('unit changed', path, old, now);
  }

  #unions(old: readonly SchemaObject[], now: readonly SchemaObject[], path: string, units: Units): void {
    const left = [...now];
    for (const branch of old) {
      const same = left.find((each) => likeness(branch, each) > 0);
      if (!same) {
        this.#add('alternative removed', path, tagOf(branch));
        continue;
      }
      left.splice(left.indexOf(same), 1);
      this.inside(branch, same, path, units);
    }
    for (const branch of left) this.#add('alternative added', path, undefined, tagOf(branch));
  }

  #plain(before: SchemaObject, after: SchemaObject, path: string): void {
    const [old, now] = [bothMeaningsOf(before), bothMeaningsOf(after)];
    if (old === now && !old.includes('"$ref"')) {
      // Units are no part of the meaning of documents, but they may have changed further inside.
      if (!JSON.stringify(before).includes('unit') && !JSON.stringify(after).includes('unit')) return;
    }
    if (this.#types(before, after, path)) return;
    const constraints = constraintChanges(before, after);
    for (const { kind, before: old, after: now } of constraints) this.#add(kind, path, old, now);
    this.#fields(before, after, path);
    this.#items(before, after, path);
  }

  /** True when the types have nothing in common, so that nothing further can be compared. */
  #types(before: SchemaObject, after: SchemaObject, path: string): boolean {
    const [old, now] = [typesIn(before), typesIn(after)];
    const shown = (types: readonly string[] | undefined): Json => (types ? types.join(' | ') : 'anything');
    if (sameJson(old ?? null, now ?? null)) return false;
    const holds = (wide: readonly string[] | undefined, narrow: readonly string[] | undefined): boolean =>
      wide === undefined ||
      (narrow !== undefined &&
        narrow.every((each) => wide.includes(each) || (each === 'integer' && wide.includes('number'))));
    const kind = holds(now, old) ? 'type widened' : holds(old, now) ? 'type narrowed' : 'type changed';
    this.#add(kind, path, shown(old), shown(now));
    return kind === 'type changed';
  }

  #fields(before: SchemaObject, after: SchemaObject, path: string): void {
    const [old, now] = [propertiesOf(before), propertiesOf(after)];
    const [oldRequired, nowRequired] = [requiredOf(before), requiredOf(after)];
    const gone = [...old.keys()].filter((name) => !now.has(name));
    const fresh = new Set([...now.keys()].filter((name) => !old.has(name)));
    for (const name of gone) {
      const renamed = renamedTo(name, old, now, fresh);
      if (renamed === undefined) this.#add('field removed', joined(path, name));
      else {
        fresh.delete(renamed);
        this.#add('field renamed', joined(path, name), name, renamed);
        if (oldRequired.includes(name) !== nowRequired.includes(renamed))
          this.#add(
            nowRequired.includes(renamed) ? 'field made required' : 'field made optional',
            joined(path, renamed),
          );
      }
    }
    for (const name of fresh) {
      this.#add(
        nowRequired.includes(name) ? 'required field added' : 'optional field added',
        joined(path, name),
      );
    }
    for (const name of new Set([...old.keys(), ...oldRequired, ...nowRequired])) {
      const moved = !gone.includes(name) && !(now.has(name) && !old.has(name));
      if (moved && oldRequired.includes(name) !== nowRequired.includes(name))
        this.#add(
          nowRequired.includes(name) ? 'field made required' : 'field made optional',
          joined(path, name),
        );
    }
    const [oldFilled, nowFilled] = [filledFields(before), filledFields(after)];
    for (const name of new Set([...oldFilled, ...nowFilled])) {
      const stays = old.has(name) && now.has(name);
      if (stays && oldFilled.includes(name) !== nowFilled.includes(name))
        this.#add(nowFilled.includes(name) ? 'default added' : 'default removed', joined(path, name));
    }
    for (const [name, schema] of old)
      if (now.has(name)) this.inside(schema, now.get(name)!, joined(path, name));
    this.#others(before, after, path);
  }

  #others(before: SchemaObject, after: SchemaObject, path: string): void {
    const [old, now] = [own(before, 'additionalProperties'), own(after, 'additionalProperties')];
    if (isObject(old) && isObject(now)) return this.inside(old, now, joined(path, '*'));
    if ((old ?? true) === (now ?? true) || (isOpen(old) && isOpen(now))) return;
    this.#add(
      now === false || isOpen(old) ? 'unknown fields forbidden' : 'unknown fields allowed',
      path,
      old,
      now,
    );
  }

  #items(before: SchemaObject, after: SchemaObject, path: string): void {
    const [old, now] = [schemasOf(before, 'prefixItems') ?? [], schemasOf(after, 'prefixItems') ?? []];
    const [oldRest, nowRest] = [asSchema(own(before, 'items')), asSchema(own(after, 'items'))];
    for (let at = 0; at < Math.max(old.length, now.length); at++)
      this.inside(old[at] ?? oldRest, now[at] ?? nowRest, `${path}[${at}]`);
    if (oldRest === false && nowRest !== false) this.#add('item count loosened', path);
    else if (oldRest !== false && nowRest === false) this.#add('item count tightened', path);
    else this.inside(oldRest, nowRest, `${path}[]`);
  }
}

/** What a schema means where it is read, and where it is written. */
function bothMeaningsOf(schema: JsonSchema): string {
  return `${meaningOf(schema)}\n${meaningOf(asWritten(schema))}`;
}

function isOpen(value: Json | undefined): boolean {
  return value === undefined || value === true || (isObject(value) && Object.keys(value).length === 0);
}

/** The unit before and the unit after. */
type Units = readonly (Json | undefined)[];

/** The unit of the numbers that a part of a schema is about. */
export function unitOf(schema: JsonSchema): Json | undefined {
  return isObject(schema) ? (own(schema, 'x-unit') ?? own(schema, 'unit')) : undefined;
}

/** The new field that has the shape of one that is gone, when there is exactly one and no other field has that shape. */
function renamedTo(
  name: string,
  old: ReadonlyMap<string, JsonSchema>,
  now: ReadonlyMap<string, JsonSchema>,
  fresh: ReadonlySet<string>,
): string | undefined {
  const shapeOf = (schema: JsonSchema): string => JSON.stringify([meaningOf(schema), unitOf(schema)]);
  const shape = shapeOf(old.get(name)!);
  const alike = [...fresh].filter((each) => shapeOf(now.get(each)!) === shape);
  if (alike.length === 1) return alike[0];
  return alike.find((each) => each.toLowerCase().includes(name.toLowerCase()));
}

/** How sure it is that two alternatives of a union are the same one in two versions: 0 not at all. */
function likeness(one: SchemaObject, other: SchemaObject): number {
  if (meaningOf(one) === meaningOf(other)) return 3;
  const [mine, theirs] = [tagOf(one), tagOf(other)];
  if (mine !== undefined || theirs !== undefined) return mine === theirs ? 2 : 0;
  return sameJson(typesIn(one) ?? null, typesIn(other) ?? null) ? 1 : 0;
}

/** What an alternative is told apart by: `type = "card"`; else its type. */
function tagOf(branch: SchemaObject): string | undefined {
  for (const [name, schema] of propertiesOf(branch)) {
    if (isObject(schema) && Object.hasOwn(schema, 'const') && requiredOf(branch).includes(name))
      return `${name} = ${JSON.stringify(schema['const'])}`;
  }
  return propertiesOf(branch).size > 0 ? undefined : typesIn(branch)?.join(' | ');
}
