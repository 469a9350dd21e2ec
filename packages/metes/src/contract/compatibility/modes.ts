import type { Json } from '../../base/json.ts';
import { changesBetween } from './changes.ts';
import { decide } from './decide.ts';
import type { JsonSchema } from './json-schema.ts';
import { misreadOf, reasonOf } from './misread.ts';

/** The compatibility modes. `_TRANSITIVE`: against every retained version, not the last one only. */
export const compatibilityModes = [
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/**
 * What a new version of a contract must keep: `BACKWARD`: who reads the new version can read what was written under the
 * old one; `FORWARD`: who reads the old version can read what is written under the new one; `FULL`: both.
 */
export type CompatibilityMode = (typeof compatibilityModes)[number];

/** Which way two versions do not fit. */
export type Direction = 'BACKWARD' | 'FORWARD';

/** One reason why a version does not keep a mode. */
export interface Break {
  readonly direction: Direction;
  /** The retained version that it does not fit. */
  readonly against: number;
  readonly path: string;
  readonly reason: string;
  /**
   * `refused`: the witness is valid where it is written and invalid where it is read; `misread`: it is valid in both,
   * and means something else; `undecided`: it could not be decided, so there is no witness.
   */
  readonly proof: 'refused' | 'misread' | 'undecided';
  readonly witness?: Json;
}

/** A version of a contract that is retained. */
export interface RetainedVersion {
  readonly version: number;
  readonly schema: JsonSchema;
}

/**
 * What a schema breaks of the versions before it, in a mode: nothing when the mode is kept.
 *
 * @param earlier the retained versions, the last one last
 */
export function breaksOf(
  schema: JsonSchema,
  earlier: readonly RetainedVersion[],
  mode: CompatibilityMode,
): readonly Break[] {
  const against = mode.endsWith('_TRANSITIVE') ? earlier : earlier.slice(-1);
  return against.flatMap(({ version, schema: old }) => [
    ...(mode.startsWith('FORWARD') ? [] : breaksBetween(schema, old, 'BACKWARD', version)),
    ...(mode.startsWith('BACKWARD') ? [] : breaksBetween(schema, old, 'FORWARD', version)),
  ]);
}

function breaksBetween(
  now: JsonSchema,
  old: JsonSchema,
  direction: Direction,
  against: number,
): readonly Break[] {
  const [reader, writer] = direction === 'BACKWARD' ? [now, old] : [old, now];
  const found = decide(reader, writer);
  const { verdict } = found;
  const refused: Break[] =
    verdict === 'compatible'
      ? []
      : [
          {
            direction,
            against,
            path: found.path,
            reason: found.reason,
            ...(verdict === 'incompatible'
              ? { proof: 'refused' as const, witness: found.witness }
              : { proof: 'undecided' as const }),
          },
        ];
  const units = changesBetween(old, now).filter((each) => each.kind === 'unit changed');
  return [
    ...refused,
    ...units.map((each): Break => {
      const witness = misreadOf(each, old, now, direction);
      return {
        direction,
        against,
        path: each.path,
        reason: reasonOf(each),
        proof: 'misread',
        ...(witness !== undefined && { witness }),
      };
    }),
  ];
}
