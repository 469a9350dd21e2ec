import type { ErrorCode } from '../base/error-table.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Finding } from './finding.ts';
import { type Project, type ProjectParts, readProject } from './project.ts';
import { findingsOf } from '../model/map-rules/index.ts';
import type { MapFacts } from '../model/map-rules/rule.ts';
import { checkRegistry, type RegistryText } from '../model/registry/index.ts';
import { mapFactsOf } from './map-facts.ts';
import { rules } from './rules/index.ts';

/** What a check brings back. */
export interface CheckReport {
  /** By context, then by file and line. */
  readonly findings: readonly Finding[];
  /** Absent when the map could not be made. */
  readonly figures: Figures | undefined;
}

/** What a check can be told besides the sources. */
export interface CheckOptions {
  /** Which findings are wanted; all of them when nothing is said. */
  readonly only?: (code: ErrorCode) => boolean;
  /** What neither the map nor the sources tell, such as the day. */
  readonly facts?: MapFacts;
  /** The files of the registry of contracts; it is not looked at when they are not given. */
  readonly registry?: readonly RegistryText[];
  /** Those files as they were published before. */
  readonly published?: readonly RegistryText[];
}

/**
 * Checks the sources of a system, and its map as they are, and what it publishes.
 *
 * @example
 * const { findings } = checkSystem({ map: shop, home: import.meta.dirname, tools: await loadSourceTools() });
 */
export function checkSystem(parts: ProjectParts, options: CheckOptions = {}): CheckReport {
  const project = readProject(parts);
  return { findings: findingsIn(project, options), figures: figuresOf(project) };
}

/** What a project breaks: in its sources, in its map as the sources are, in what it has published. */
export function findingsIn(project: Project, options: CheckOptions = {}): readonly Finding[] {
  const { only = () => true, facts = {}, registry, published } = options;
  const ofSources = rules.filter(({ code }) => only(code)).flatMap(({ run }) => run(project));
  const ofMap = findingsOf(project.map, { ...mapFactsOf(project), ...facts });
  const ofRegistry = registry ? checkRegistry(project.map, registry, published) : [];
  const others = [...ofMap, ...ofRegistry]
    .filter(({ code }) => only(code))
    .map((each): Finding => ({ where: {}, ...each }));
  return inOrder(withoutTwins([...ofSources, ...others]));
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
