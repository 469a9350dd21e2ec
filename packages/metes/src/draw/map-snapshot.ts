import { MetesError } from '../base/errors.ts';
import type { ContextPicture, MapPicture, RelationPicture } from './map-picture.ts';

const writtenBy = 'metes map --save';
const format = 1;

/** A map as it is kept in the repository, so that later maps can be compared with it. */
export function snapshotText(map: MapPicture): string {
  return `${JSON.stringify({ writtenBy, format, map }, null, 2)}\n`;
}

/** Whether a file was written as a snapshot. */
export function isSnapshot(text: string): boolean {
  return text.slice(0, 200).includes(`"writtenBy": "${writtenBy}"`);
}

/**
 * Reads a snapshot. Facts that were not yet written down when it was made are taken for absent.
 *
 * @throws METES_DRAW_SNAPSHOT_UNREADABLE
 */
export function readSnapshot(text: string, where: string): MapPicture {
  const unreadable = (reason: string, cause?: unknown): MetesError =>
    new MetesError('METES_DRAW_SNAPSHOT_UNREADABLE', { where, reason }, { cause });
  let read: { readonly format?: unknown; readonly map?: Partial<MapPicture> };
  try {
    read = JSON.parse(text) as typeof read;
  } catch (cause) {
    throw unreadable('it is no JSON', cause);
  }
  if (read?.format !== format)
    throw unreadable(`its format is ${JSON.stringify(read?.format)}, not ${format}`);
  const { name, contexts, outsides = [], relations = [] } = read.map ?? {};
  if (typeof name !== 'string' || !Array.isArray(contexts)) throw unreadable('it holds no map');
  return {
    name,
    contexts: contexts.map((each: ContextPicture) => ({ ...emptyContext, ...each })),
    outsides,
    relations: relations.map((each: RelationPicture) => ({ ...emptyRelation, ...each })),
  };
}

/** What a context has of everything that may be left out: nothing. */
export const emptyContext = {
  history: [],
  experts: [],
  language: {},
  notSaid: {},
  aggregates: [],
  commands: [],
  publishes: [],
  hears: [],
  guarantees: [],
  owns: [],
};

const emptyRelation = { host: [], exposes: [], through: [], differs: [] };
