import { contractExportsOf, contractsOfFile, defaultContractOf } from '../contract-exports.ts';
import { type Crossing, crossingsOf, saidTarget } from '../crossings.ts';
import { type Finding, finding } from '../finding.ts';
import { namesOfPattern } from '../imports.ts';
import { keyOf, type SyntaxNode, walk } from '../syntax.ts';
import type { Place } from '../place.ts';
import type { Project } from '../project.ts';
import { carries, conformsTo, isExposedTo, longerLine, newLine, relationsBetween } from '../relations.ts';
import type { Rule } from '../rule.ts';

/** An import that leads from one context into another. */
interface Border extends Crossing {
  readonly from: string;
  readonly to: string;
}

const known = new WeakMap<Project, readonly Border[]>();

function bordersOf(project: Project): readonly Border[] {
  let borders = known.get(project);
  if (!borders) {
    borders = crossingsOf(project).flatMap((crossing) => {
      const from = crossing.file.place.context;
      const to = crossing.place?.context;
      return to === undefined || to === from ? [] : [{ ...crossing, from, to }];
    });
    known.set(project, borders);
  }
  return borders;
}

/** The contracts that an import takes: by name, or all that come with the file. */
function contractsTaken(project: Project, { to, imported, file, place }: Border): string[] {
  const owner = project.contexts.find(({ context }) => context.name === to);
  if (!owner || !place) return [];
  const exported = contractExportsOf(owner);
  const names = new Set(imported.names);
  const { namespace } = imported;
  if (namespace !== undefined) {
    names.delete('*');
    for (const name of takenOf(namespace, file.tree)) names.add(name);
  }
  // A file of JSON has no names: whoever takes it takes the contract.
  const all = names.has('*') || place.inside.endsWith('.json');
  const ids = all
    ? contractsOfFile(project, owner, place.inside)
    : [...names].map((name) =>
        name === 'default' ? defaultContractOf(owner, place.inside) : exported.get(name),
      );
  return [...new Set(ids)].filter((id) => id !== undefined);
}

/** The names that code takes of a namespace: `all.one`, `typeof all.one`, `const { one } = all`. */
function takenOf(namespace: string, tree: SyntaxNode): string[] {
  const names: string[] = [];
  walk(tree, (node) => {
    if (node.type === 'MemberExpression' && node['object'].name === namespace) names.push(keyOf(node) ?? '*');
    if (node.type === 'TSQualifiedName' && node['left'].name === namespace) names.push(node['right'].name);
    if (node.type === 'VariableDeclarator' && node['init']?.name === namespace)
      names.push(...namesOfPattern(node['id']));
  });
  return names;
}

/** Everything that one context takes from another, so that one line of the map is enough. */
function lineFor(project: Project, from: string, to: string): string {
  const taken = bordersOf(project)
    .filter((each) => each.from === from && each.to === to && each.place?.layer === 'contract')
    .flatMap((each) => contractsTaken(project, each));
  return newLine(project, to, from, [...new Set(taken)]);
}

function isRelated(project: Project, one: string, other: string): boolean {
  return relationsBetween(project.map, one, other).some(carries);
}

function goesSeparateWays(project: Project, one: string, other: string): boolean {
  return relationsBetween(project.map, one, other).some((each) => !carries(each));
}

function teamOf(project: Project, name: string): string {
  return project.map.contexts.find((each) => each.name === name)?.team ?? '';
}

/** What only tests use may see all of its context, and would hand it on. */
function isPublished(place: Place | undefined): boolean {
  return place?.layer === 'contract' && !place.isTest;
}

/** What lies outside contract/ is nobody else's. */
export const insideRule: Rule = {
  code: 'METES_CHECK_INSIDE',
  about: 'a context imports nothing of another but its contract/',
  run: (project) =>
    bordersOf(project)
      .filter(({ place, from, to }) => !isPublished(place) && !goesSeparateWays(project, from, to))
      .map((border): Finding => {
        const { from, to, file, imported } = border;
        const line = isRelated(project, from, to)
          ? ''
          : `The map says nothing of the two yet; add: ${newLine(project, to, from, [])}`;
        const values = { from, to, target: saidTarget(border), team: teamOf(project, to), line };
        return trimmed(finding('METES_CHECK_INSIDE', values, file.at(imported.start)));
      }),
};

/** Contexts meet where the map says that they meet. */
export const unrelatedRule: Rule = {
  code: 'METES_CHECK_UNRELATED',
  about: 'a context imports the contracts of contexts that the map relates to it',
  run: (project) =>
    bordersOf(project)
      .filter(
        ({ place, from, to }) =>
          place?.layer === 'contract' && relationsBetween(project.map, from, to).length === 0,
      )
      .map(({ from, to, file, imported }) =>
        finding(
          'METES_CHECK_UNRELATED',
          { from, to, line: lineFor(project, from, to) },
          file.at(imported.start),
        ),
      ),
};

/** Contexts that go separate ways share nothing. */
export const separateWaysRule: Rule = {
  code: 'METES_CHECK_SEPARATE_WAYS',
  about: 'contexts that go separate ways import nothing of each other',
  run: (project) =>
    bordersOf(project)
      .filter(({ from, to }) => goesSeparateWays(project, from, to) && !isRelated(project, from, to))
      .map((border) => {
        const { from, to, file, imported } = border;
        const values = { from, to, target: saidTarget(border), line: lineFor(project, from, to) };
        return finding('METES_CHECK_SEPARATE_WAYS', values, file.at(imported.start));
      }),
};

/** A relation lets the contracts cross that it names. */
export const notExposedRule: Rule = {
  code: 'METES_CHECK_NOT_EXPOSED',
  about: 'a context imports the contracts that the map exposes to it',
  run: (project) =>
    bordersOf(project).flatMap((border) => {
      const { from, to, place, file, imported } = border;
      const relation = relationsBetween(project.map, from, to).find(carries);
      if (place?.layer !== 'contract' || !relation) return [];
      return contractsTaken(project, border)
        .filter((contract) => !isExposedTo(project.map, contract, from))
        .map((contract) =>
          finding(
            'METES_CHECK_NOT_EXPOSED',
            { from, to, contract, line: longerLine(project, relation, contract) },
            file.at(imported.start),
          ),
        );
    }),
};

/** The domain speaks its own language. */
export const foreignWordsInDomainRule: Rule = {
  code: 'METES_CHECK_DOMAIN_SPEAKS_FOREIGN',
  about: 'domain/ imports no contract of another context',
  run: (project) =>
    bordersOf(project)
      .filter(
        ({ file, place, from, to }) =>
          file.place.layer === 'domain' &&
          !file.place.isTest &&
          place?.layer === 'contract' &&
          isRelated(project, from, to) &&
          !conformsTo(project.map, from, to),
      )
      .map(({ from, to, file, imported }) =>
        finding('METES_CHECK_DOMAIN_SPEAKS_FOREIGN', { context: from, to }, file.at(imported.start)),
      ),
};

function trimmed(each: Finding): Finding {
  return { ...each, hint: each.hint.trim() };
}
