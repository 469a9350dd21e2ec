import { describe, expect, test } from 'vitest';
import { isMetesError } from '../base/errors.ts';
import { nameGiven } from '../base/given.ts';
import { contract } from '../contract/contract.ts';
import { type Declaring, declaringFunctions } from './declaring-functions-under-test.ts';
import * as model from './index.ts';
import { z } from 'zod';

const [a, b]: readonly [model.Party, model.Party] = [model.outside('a'), model.outside('b')];

/** What nobody means to pass, by what it is. */
const junk: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  number: 7,
  zero: 0,
  negative: -1.5,
  'no number': Number.NaN,
  big: 10n,
  symbol: Symbol('junk'),
  truth: true,
  blank: ' ',
  text: 'junk',
  lines: 'two\nlines',
  object: {},
  list: [],
  'list of nothing': [undefined],
  function: () => undefined,
  class: class {
    readonly name = 'stranger';
  },
  date: new Date(0),
  map: new Map(),
  contract: contract('strange.told', { v1: z.object({}) }),
  outside: model.outside('stranger'),
  port: model.port<object>()('strange'),
  relation: model.upstream(a, b),
};

interface Place {
  /** The index of the argument, and the parts inside. */
  readonly path: readonly string[];
}

/** Every argument, and every part of those that are written with braces or brackets. */
function placesIn(value: unknown, path: readonly string[] = []): readonly Place[] {
  const here = path.length === 0 ? [] : [{ path }];
  const isWritten = path.length === 0 || ['an object', 'a list'].includes(nameGiven(value));
  if (!isWritten) return here;
  return [
    ...here,
    ...Object.entries(value as object).flatMap(([part, each]) => placesIn(each, [...path, part])),
  ];
}

/** A copy in which something else stands in one place. */
function replaced(value: unknown, [part, ...rest]: readonly string[], other: unknown): unknown {
  if (part === undefined) return other;
  const copy: any = Array.isArray(value) ? [...value] : { ...(value as object) };
  copy[part] = replaced(copy[part], rest, other);
  return copy;
}

function partAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part: any, step) => part[step], value);
}

/** What may stand for one another as far as the form goes. */
function sortOf(value: unknown): string {
  const name = nameGiven(value);
  const [, mark] = /^the (contract|port|outside|context|policy|class)/.exec(name) ?? [];
  return mark ?? (name === 'an empty list' ? 'a list' : typeof value === 'object' ? name : typeof value);
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error ?? 'nothing';
  }
  return undefined;
}

describe.each(Object.entries(declaringFunctions))(
  '%s',
  (_name, { declare, takes, optional = [], also = {}, anything = [] }: Declaring) => {
    test('takes what it has to take', () => {
      expect(thrownBy(() => declare(...takes))).toBeUndefined();
    });

    const places = placesIn(takes);
    const mayTake = (path: readonly string[], what: string): boolean => {
      const place = path.join('.');
      if (anything.includes(place)) return true;
      const sort = sortOf(junk[what]);
      return sort === 'undefined'
        ? optional.includes(place)
        : sort === sortOf(partAt(takes, path)) || also[place]?.split(', ').includes(sort) === true;
    };
    test('answers junk in every place with a coded error that says where, and what to type', () => {
      const wrong: string[] = [];
      for (const { path } of places) {
        for (const [what, each] of Object.entries(junk)) {
          const error = thrownBy(() => declare(...(replaced(takes, path, each) as unknown[])));
          if (error === undefined) {
            if (!mayTake(path, what)) wrong.push(`${path.join('.')} takes ${what}`);
          } else if (!isMetesError(error)) wrong.push(`${path.join('.')} ${what}: ${String(error)}`);
          else if (error.hint.length < 5) wrong.push(`${path.join('.')} ${what}: no hint`);
        }
      }
      expect(wrong).toEqual([]);
    });
  },
);

/** Functions that read what was declared, and declare nothing. */
const reading = [
  'analyseTranslation',
  'checkRegistry',
  'compareModels',
  'consumersOf',
  'expertsOf',
  'findingsOf',
  'guaranteeText',
  'isOutside',
  'isSymmetric',
  'namedConsumers',
  'publishedContracts',
  'readRegistryFile',
  'registryFileName',
  'registryFileOf',
  'registryText',
  'renameTest',
  'sharedWords',
];

test('every function of the floor declares something and is among them, or only reads', () => {
  const functions = Object.entries(model).flatMap(([name, each]) =>
    typeof each === 'function' ? [name] : [],
  );
  expect(functions.filter((name) => !(name in declaringFunctions)).toSorted()).toEqual(reading);
});

test.each<[() => unknown, string, string]>([
  [
    () => model.sharedKernel(a, b, undefined as never),
    'sharedKernel(...) was given undefined as terms, instead of the terms of a shared kernel.',
    "Write { kernel: { name: 'money', owner: 'Checkout', version: '1.0.0', budget: 300, path: 'kernel/money', contents: ['Money'] } } there.",
  ],
  [
    () => model.upstream(a, b, { exposes: [undefined as never] }),
    'upstream(...) was given undefined as terms.exposes[0], instead of a contract.',
    'Write orderPlaced there.',
  ],
  [
    () => model.upstream(a, b, { host: ['openhost' as 'openHost'] }),
    `upstream(...) was given "openhost" as terms.host[0], instead of 'openHost' or 'publishedLanguage'.`,
    "Write 'openHost' or 'publishedLanguage' there.",
  ],
  [
    () => model.customerSupplier(a, b, { exposes: [], hots: ['openHost'] } as never),
    'customerSupplier(...) was given a list as terms.hots, instead of one of exposes, through, differs, because, host, downstream.',
    'Write one of exposes, through, differs, because, host, downstream there.',
  ],
  [
    () => model.contextMap('', a),
    'contextMap(...) was given "" as name, instead of a text in one line.',
    "Write 'shop' there.",
  ],
  [
    () => model.contextMap('m', undefined as never),
    'contextMap(...) was given undefined as parts[0], instead of a relation, a context or an outside.',
    'Write ordering there.',
  ],
  [
    () => model.customerSupplier(model.port<object>()('gateway') as never, b as never, {} as never),
    'customerSupplier(...) was given the port gateway as upstream, instead of a context or an outside.',
    'Write ordering there.',
  ],
])('%s is told where, and what to type', (act, message, hint) => {
  expect(thrownBy(act)).toMatchObject({ message: `METES_ARGUMENT_INVALID: ${message}`, hint });
});
