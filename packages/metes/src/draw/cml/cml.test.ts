import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ContextMap } from '../../model/index.ts';
import { generatedMap } from '../generated-maps-under-test.ts';
import type { MapPicture } from '../map-picture.ts';
import { relationLine } from '../notation.ts';
import { pictureOf } from '../picture-of-map.ts';
import { exportCml } from './cml-export.ts';
import { importCml } from './cml-import.ts';
import { identifierOf, nameOf } from './cml-names.ts';
import { mapSkeleton } from './map-skeleton.ts';

const library = `
/* A library; 'quotes' and { braces } in comments mean nothing. */
import "./teams.cml"

ContextMap LibraryMap {
  type = SYSTEM_LANDSCAPE
  state AS_IS
  contains LendingContext, CatalogueContext
  contains FinesContext // the third

  LendingContext [D,ACL]<-[U,OHS,PL] CatalogueContext : Search {
    implementationTechnology = "REST { over } HTTP"
    exposedAggregates = Titles
  }
  [U,S] LendingContext -> [D,C] FinesContext
  CatalogueContext Shared-Kernel FinesContext
  BankSystem [OHS] -> [CF] FinesContext
  LendingContext <-> MembersContext
}

BoundedContext LendingContext implements Lending, Returns {
  type = FEATURE
  domainVisionStatement = "Lends \\"books\\" and gets them back"
  responsibilities = "Loans", "Reminders"
  Module loans {
    basePackage = org.library
    Aggregate Loan {
      owner LendingTeam
      Entity Loan {
        aggregateRoot
        - Book book
      }
      DomainEvent BookLent
      DomainEvent BookReturned { }
      CommandEvent LendBook
    }
  }
}
BoundedContext CatalogueContext implements Catalogue { Aggregate Titles {} }
BoundedContext FinesContext
BoundedContext BankSystem { type SYSTEM domainVisionStatement "Moves money" }
BoundedContext LendingTeam realizes LendingContext, CatalogueContext { type = TEAM }
Domain LibraryDomain {
  Subdomain Lending { type = CORE_DOMAIN domainVisionStatement = "Why we are here" }
  Subdomain Returns { type = SUPPORTING_DOMAIN }
  Subdomain Catalogue { type GENERIC_SUBDOMAIN }
}
UserStory Borrow { As a "Reader" I want to "borrow" a "Book" so that "I can read it" }
`;

describe('a map of Context Mapper', () => {
  const { map, leftOver } = importCml(library, 'library.cml');

  it('gives contexts with class, team, purpose, aggregates, events and commands', () => {
    expect(map.name).toBe('library-map');
    expect(map.contexts.map((each) => [each.name, each.class, each.team])).toEqual([
      ['lending', 'core', 'Lending'],
      ['catalogue', 'generic', 'Lending'],
      ['fines', 'supporting', 'nobody yet'],
      ['members', 'supporting', 'nobody yet'],
    ]);
    expect(map.contexts[0]).toMatchObject({
      purpose: 'Lends "books" and gets them back',
      aggregates: [{ name: 'Loan', events: ['BookLent', 'BookReturned'] }],
      commands: [{ name: 'LendBook', aggregate: 'Loan' }],
    });
  });

  it('gives a system without aggregates as one that is not ours', () => {
    expect(map.outsides).toEqual([{ name: 'bank system', purpose: 'Moves money' }]);
  });

  it('gives relations in every spelling, from upstream to downstream', () => {
    expect(map.relations.map((each) => [relationLine(each), each.kind])).toEqual([
      ['catalogue [U,OHS,PL] -> [D,ACL] lending', 'upstream'],
      ['lending [U] -> [D] fines', 'customerSupplier'],
      ['catalogue [SK] <-> [SK] fines', 'sharedKernel'],
      ['bank system [U,OHS] -> [D,CF] fines', 'upstream'],
      ['lending [P] <-> [P] members', 'partnership'],
    ]);
    const spelled = (line: string) =>
      relationLine(importCml(`ContextMap { ${line} }`, 'x').map.relations[0]!);
    expect(spelled('A[ACL] Downstream-Upstream [OHS,PL]B')).toBe('b [U,OHS,PL] -> [D,ACL] a');
    expect(spelled('A[OHS] Upstream-Downstream B')).toBe('a [U,OHS] -> [D] b');
    expect(spelled('A Customer-Supplier B')).toBe('b [U] -> [D] a');
    expect(spelled('A Supplier-Customer B')).toBe('a [U] -> [D] b');
    expect(spelled('A Partnership B')).toBe('a [P] <-> [P] b');
    expect(spelled('[SK]A <-> [SK]B')).toBe('a [SK] <-> [SK] b');
  });

  it('keeps what has no counterpart, as it is written', () => {
    const texts = leftOver.map((each) => each.text);
    for (const kept of [
      'import "./teams.cml"',
      'ContextMap: type = SYSTEM_LANDSCAPE',
      'ContextMap: state AS_IS',
      'LendingContext <- CatalogueContext: named Search',
      'LendingContext <- CatalogueContext: implementationTechnology = "REST { over } HTTP"',
      'LendingContext <-> MembersContext: neither P nor SK is said: taken for a partnership',
      'UserStory Borrow { As a "Reader" I want to "borrow" a "Book" so that "I can read it" }',
      'Subdomain Lending {\ndomainVisionStatement = "Why we are here" \n}'.replace(' \n}', '\n}'),
    ])
      expect(texts).toContain(kept);
    expect(leftOver).toContainEqual({ context: 'lending', text: 'responsibilities = "Loans", "Reminders"' });
    expect(leftOver).toContainEqual({
      context: 'lending',
      text: 'implements Lending, Returns: taken for core, the weightiest',
    });
    expect(leftOver).toContainEqual({ context: 'members', text: 'it is declared in another file' });
    expect(texts.find((each) => each.startsWith('Aggregate Loan'))).toContain(
      'Entity Loan {\n        aggregateRoot\n        - Book book',
    );
  });

  it.each([
    ['ContextMap {\n  A ~ B\n}', 'line 2', '"~" stands where a relation says what it is'],
    ['ContextMap {\n  A [U -> B\n}', 'line 2', '"]" is expected, not "->"'],
    ['BoundedContext A {\n\n  type = "', 'line 3', 'a text has no end'],
    ['BoundedContext A {\n  Aggregate B {', 'line 2', 'the file ends in the middle of something'],
    ['BoundedContext {', 'line 1', 'the name of a bounded context is expected, not "{"'],
    ['UserStory A {', 'line 1', 'a block has no end'],
    ["import { a } from './a.ts';", 'line 1', 'there is neither a context map nor a bounded context'],
    ['', 'line 1', 'there is neither a context map nor a bounded context'],
  ])('that cannot be read is refused with its line: METES_DRAW_CML_SYNTAX (%j)', (source, line, reason) => {
    expect(() => importCml(source, 'x.cml')).toThrow(`METES_DRAW_CML_SYNTAX: x.cml, ${line}: ${reason}`);
  });
});

/** The part of a map that CML has words for. */
function shared({ contexts, outsides, relations }: MapPicture) {
  return {
    contexts: contexts.map(({ name, purpose, class: kind, team, aggregates, commands }) => ({
      name,
      purpose,
      kind,
      team,
      aggregates,
      commands,
    })),
    outsides: outsides.map(({ name, purpose }) => ({ name, ...(purpose === undefined ? {} : { purpose }) })),
    relations: relations
      .filter((each) => each.kind !== 'separateWays')
      .map(({ kind, upstream, downstream, host, guest }) => ({ kind, upstream, downstream, host, guest })),
  };
}

describe('a map that goes out as CML and comes back', () => {
  it('is the same in all that CML has words for', () => {
    const words = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}$/);
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.uniqueArray(words, { minLength: 5, maxLength: 8 }),
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8})?$/),
        (seed, names, purpose, team) => {
          const base = generatedMap(seed, names.length);
          const renamed = new Map(base.contexts.map((each, index) => [each.name, names[index]!]));
          const name = (old: string) => renamed.get(old) ?? old;
          const map: MapPicture = {
            ...base,
            contexts: base.contexts.map((each, index) => ({
              ...each,
              name: name(each.name),
              purpose: index === 0 ? purpose : each.purpose,
              team: index === 1 ? team : each.team,
              aggregates:
                index === 2
                  ? [
                      { name: 'Order', events: ['OrderPlaced', 'Event'] },
                      { name: 'Service', events: [] },
                    ]
                  : [],
              commands: index === 2 ? [{ name: 'PlaceOrder', aggregate: 'Order' }] : [],
            })),
            relations: base.relations.map((each) => ({
              ...each,
              upstream: name(each.upstream),
              downstream: name(each.downstream),
            })),
          };
          expect(shared(importCml(exportCml(map), 'x.cml').map)).toEqual(shared(map));
        },
      ),
    );
  });

  it('says in comments what CML has no words for', () => {
    const map = generatedMap(1, 20);
    const text = exportCml(map);
    for (const { kind, exposes } of map.relations)
      if (kind === 'customerSupplier') for (const each of exposes) expect(text).toContain(each);
    expect(text).toContain('// separate ways: ');
  });
});

describe('a name', () => {
  it.each([
    ['CustomerManagementContext', 'customer-management'],
    ['Context', 'context'],
    ['DDDSample', 'ddd-sample'],
    ['fraud_screening', 'fraud-screening'],
    ['_1', 'unnamed'],
  ])('%s of CML is %s here', (identifier, name) => {
    expect(nameOf(identifier)).toBe(name);
  });

  it.each([
    ['fraud-screening', 'FraudScreening'],
    ['x-context', 'x_context'],
    ['a-1', 'a_1'],
    ['service', '^Service'],
    ['payment provider', 'PaymentProvider'],
  ])('%s of ours is %s in CML', (name, identifier) => {
    expect(identifierOf(name)).toBe(identifier);
  });
});

describe('the skeleton of an imported map', () => {
  async function loaded(source: string): Promise<ContextMap> {
    const folder = await mkdtemp(join(tmpdir(), 'metes-cml-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const entry = new URL('../../index.ts', import.meta.url).pathname;
    const file = join(folder, 'map.ts');
    await writeFile(
      file,
      mapSkeleton(importCml(source, 'library.cml'), 'library.cml').replace("from 'metes'", `from '${entry}'`),
    );
    const module: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ file);
    return Object.values(module).find(
      (each): each is ContextMap => typeof each === 'object' && each !== null && 'relations' in each,
    )!;
  }

  it('declares the same map', async () => {
    const map = pictureOf(await loaded(library));
    const { map: read } = importCml(library, 'library.cml');
    const byName = (each: readonly { readonly name: string }[]) => each.map(({ name }) => name).toSorted();
    expect(byName(map.contexts)).toEqual(byName(read.contexts));
    expect(map.outsides).toEqual(read.outsides);
    // What a layer translates is for people to write; until then it stands there as a comment.
    const lines = read.relations.map((each) => relationLine(each).replace('D,ACL', 'D'));
    expect(map.relations.map(relationLine)).toEqual(lines);
    expect(mapSkeleton(importCml(library, 'library.cml'), 'library.cml')).toContain(
      '  // The source says that the downstream translates: add downstream: acl(...) with its translators.\n  upstream(catalogue, lending, {',
    );
  });

  it('leaves relations of two that are not ours aside', async () => {
    const source = `ContextMap M { Bank -> Mint  Bank -> Fines }
      BoundedContext Bank { type SYSTEM }
      BoundedContext Mint { type SYSTEM }
      BoundedContext Fines`;
    const map = await loaded(source);
    expect([map.relations.length, map.outsides.map(({ name }) => name)]).toEqual([1, ['mint', 'bank']]);
    expect(mapSkeleton(importCml(source, 'm.cml'), 'm.cml')).toContain(
      '// CML: bank [U] -> [D] mint (neither',
    );
  });

  it('stands whatever the names and words are', async () => {
    const map = await loaded(`
      ContextMap Upstream { Upstream -> New  Core [P]<->[P] New }
      BoundedContext Upstream { domainVisionStatement = "It's a \\\\ \\n*/ \`trap\` \${x}" }
      BoundedContext New { weird */ }
      BoundedContext Core { Aggregate A { "x" } }
      BoundedContext Alone`);
    expect(map.contexts.map((each) => each.name).toSorted()).toEqual(['alone', 'core', 'new', 'upstream']);
    expect(map.contexts.find((each) => each.name === 'upstream')?.purpose).toBe("It's a \\ \n*/ `trap` ${x}");
  });

  it('has what was left over as comments', () => {
    const text = mapSkeleton(importCml(library, 'library.cml'), 'library.cml');
    expect(text).toContain('// CML: responsibilities = "Loans", "Reminders"\n');
    expect(text).toContain('// CML: UserStory Borrow');
    expect(text).toContain('  // Loan: LendBook, BookLent, BookReturned\n  aggregates: [],');
    expect(text).toContain("subdomain: core({ reviewed: '1970-01-01' })");
  });
});
