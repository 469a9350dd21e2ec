import type { ErrorCode } from '../base/error-table.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Finding } from './finding.ts';
import { type Project, type ProjectParts, readProject } from './project.ts';
import { findingsOf } from '../model/map-rules/index.ts';
import type { MapFacts } from '../model/map-rules/rule.ts';
import { mapFactsOf } from './map-facts.ts';
import { rules } from './rules/index.ts';

/** What a check brings back. */
export interface CheckReport {
  /** By context, then by file and line. */
  readonly findings: readonly Finding[];
  /** Absent when the map could not be made. */
  readonly figures: Figures | undefined;
}

/**
 * Checks the sources of a system against its map.
 *
 * @example
 * const { findings } = checkSystem({ map: shop, home: import.meta.dirname, tools: await loadSourceTools() });
 */
export function checkSystem(
  parts: ProjectParts,
  only: (code: ErrorCode) => boolean = () => true,
  facts: MapFacts = {},
): CheckReport {
  const project = readProject(parts);
  return { findings: findingsIn(project, only, facts), figures: figuresOf(project) };
}

/** What a project breaks: in its sources, and in its map as the sources are. */
export function findingsIn(
  project: Project,
  only: (code: ErrorCode) => boolean = () => true,
  facts: MapFacts = {},
): readonly Finding[] {
  const found = rules.filter(({ code }) => only(code)).flatMap(({ run }) => run(project));
  const ofMap = findingsOf(project.map, { ...mapFactsOf(project), ...facts })
    .filter(({ code }) => only(code))
    .map((each): Finding => ({ where: {}, ...each }));
  return inOrder(withoutTwins([...found, ...ofMap]));
}

/** By context, then by file and line; those of no context last. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const key = ({
    where: { context = '~', file = '', line = 0, column = 0 },
  }: Finding): readonly (string | number)[] => [context, file, line, column];
  return [...findings].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    const at = one.findIndex((each, index) => each !== other[index]);
    return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
  });
}

function withoutTwins(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((each) => {
    const key = JSON.stringify(each);
    return !seen.has(key) && seen.add(key);
  });
}
