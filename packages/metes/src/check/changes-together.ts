import type { MapFacts } from '../model/map-rules/rule.ts';

/** Shorter histories say nothing about how teams work. */
const leastMonths = 3;

/** What `changesTogether` reads of git: `git log --no-merges --name-only --format=${logFormat}`. */
export const logFormat = 'commit %cs';

/**
 * How often contexts were changed by one commit, read from the log of git, the newest commit first. Sweeping commits
 * (files of at least four contexts and of more than half of them) do not count: a new format is no common work. Undefined
 * when the log reaches back less than three months from `today`.
 *
 * @example
 * changesTogether(log, new Map([['cart', 'shop/contexts/cart'], ['ordering', 'shop/contexts/ordering']]), '2026-11-21');
 */
export function changesTogether(
  log: string,
  folders: ReadonlyMap<string, string>,
  today: string,
): MapFacts['changes'] {
  const commits = log.split(/^commit (?=\d{4}-\d{2}-\d{2}$)/m).slice(1);
  const oldest = commits.map((each) => each.slice(0, 10)).toSorted()[0];
  const months = oldest === undefined ? 0 : monthsBetween(oldest, today);
  if (months < leastMonths) return undefined;
  const touched = commits
    .map((commit) => {
      const paths = commit.split('\n').slice(1);
      return [...folders]
        .filter(([, folder]) => paths.some((path) => isBelow(path, folder)))
        .map(([name]) => name);
    })
    .filter((names) => names.length > 1 && !(names.length >= 4 && names.length * 2 > folders.size));
  return {
    months,
    together: (one, other) => touched.filter((names) => names.includes(one) && names.includes(other)).length,
  };
}

/** Git puts a path with odd letters into quotes. */
function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.startsWith(`"${folder}/`);
}

function monthsBetween(from: string, to: string): number {
  const months = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(to) - months(from) - (to.slice(8) < from.slice(8) ? 1 : 0);
}
