import type { SubdomainClass } from '../model/subdomain.ts';
import type { Project } from './project.ts';
import { usesOf } from './rules/contracts.ts';
import { unresolvedOf } from './rules/imports.ts';

/** How much there is of one class of subdomains. Lines are lines of code: no blanks, no comments. */
export interface ClassFigures {
  readonly class: SubdomainClass;
  readonly contexts: number;
  readonly files: number;
  readonly lines: number;
  /** Of `lines`, those in `domain/`: what is bought has few of them. */
  readonly domainLines: number;
  readonly testLines: number;
  /** Test cases, as their files name them. */
  readonly tests: number;
  /** Of all lines, tests included, in percent: where the effort went. */
  readonly share: number;
}

/** How much of a contract a context reads. */
export interface ContractFigures {
  readonly contract: string;
  readonly consumer: string;
  /** The fields that it reads, as far as its code shows; all of them when a reaction hands the whole on. */
  readonly read: readonly string[];
  readonly of: number;
}

/** What was counted on the way. */
export interface Figures {
  readonly contexts: number;
  readonly files: number;
  readonly imports: number;
  readonly unresolved: number;
  readonly classes: readonly ClassFigures[];
  readonly contracts: readonly ContractFigures[];
}

/** What there is of one context. */
export interface ContextFigures {
  readonly files: number;
  readonly lines: number;
  readonly domainLines: number;
  readonly testLines: number;
  readonly tests: number;
}

/** Counts one context of a project. */
export function contextFigures({ files }: Project['contexts'][number]): ContextFigures {
  const sources = files.filter(({ place }) => !place.isTest);
  const tests = files.filter(({ place }) => place.isTest);
  const sum = (of: typeof files): number => of.reduce((total, each) => total + each.lines, 0);
  return {
    files: sources.length,
    lines: sum(sources),
    domainLines: sum(sources.filter(({ place }) => place.layer === 'domain')),
    testLines: sum(tests),
    tests: tests.reduce(
      (total, { text }) => total + [...text.matchAll(/^\s*(?:test|it)(?:\.\w+)*\s*[(<`]/gm)].length,
      0,
    ),
  };
}

/** Counts a project. */
export function figuresOf(project: Project): Figures {
  const counted = project.contexts.map((each) => ({
    ...contextFigures(each),
    class: each.context.subdomain.class,
  }));
  const whole = counted.reduce((total, each) => total + each.lines + each.testLines, 0);
  const classes = (['core', 'supporting', 'generic'] as const).map((name): ClassFigures => {
    const own = counted.filter((each) => each.class === name);
    const sum = (of: 'files' | 'lines' | 'domainLines' | 'testLines' | 'tests'): number =>
      own.reduce((total, each) => total + each[of], 0);
    const lines = sum('lines');
    const testLines = sum('testLines');
    return {
      class: name,
      contexts: own.length,
      files: sum('files'),
      lines,
      domainLines: sum('domainLines'),
      testLines,
      tests: sum('tests'),
      share: whole === 0 ? 0 : Math.round((100 * (lines + testLines)) / whole),
    };
  });
  const { all, nowhere } = unresolvedOf(project);
  return {
    contexts: counted.length,
    files: project.contexts.reduce((total, { files }) => total + files.length, 0),
    imports: all,
    unresolved: nowhere.length,
    classes,
    contracts: usesOf(project).map(({ contract, consumer, reads, fields }) => ({
      contract,
      consumer,
      read: fields.filter((field) => reads === 'all' || reads.has(field)),
      of: fields.length,
    })),
  };
}
