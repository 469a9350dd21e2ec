import { CmlCursor } from './cml-cursor.ts';
import type { CmlAggregate, CmlContext, CmlModel, CmlRelation, CmlSubdomain } from './cml-model.ts';
import { parseRelation } from './cml-relation-parser.ts';

/**
 * Reads the language of Context Mapper as far as a map of contexts goes: context map, bounded contexts with aggregates,
 * domains and subdomains. The rest is kept as it is written.
 *
 * @throws METES_DRAW_CML_SYNTAX naming the line
 */
export function parseCml(source: string, file: string): CmlModel {
  const cursor = new CmlCursor(source, file);
  const found = { contains: [] as string[], contexts: [] as CmlContext[], relations: [] as CmlRelation[] };
  const subdomains: CmlSubdomain[] = [];
  const unknown: string[] = [];
  let name: string | undefined;
  while (cursor.next !== undefined) {
    if (cursor.takes('ContextMap')) {
      if (cursor.next.value !== '{') name = cursor.name('the name of the context map');
      parseMap(cursor, found, unknown);
    } else if (cursor.takes('BoundedContext')) found.contexts.push(parseContext(cursor));
    else if (cursor.takes('Domain')) {
      const domain = cursor.name('the name of the domain');
      if (cursor.takes('{')) parseDomain(cursor, domain, subdomains, unknown);
    } else if (cursor.takes('Subdomain')) subdomains.push(parseSubdomain(cursor, unknown));
    else unknown.push(cursor.skipStatement());
  }
  return { ...(name === undefined ? {} : { name }), ...found, subdomains, unknown };
}

function parseMap(
  cursor: CmlCursor,
  found: { readonly contains: string[]; readonly relations: CmlRelation[] },
  unknown: string[],
): void {
  cursor.expect('{');
  while (!cursor.takes('}')) {
    const word = cursor.next?.value;
    if (cursor.takes('contains')) found.contains.push(...cursor.names('the name of a bounded context'));
    else if (word === 'type' || word === 'state') unknown.push(`ContextMap: ${cursor.skipStatement()}`);
    else found.relations.push(parseRelation(cursor));
  }
}

function parseContext(cursor: CmlCursor): CmlContext {
  const name = cursor.name('the name of a bounded context');
  const lists = { implements: [] as string[], realizes: [] as string[] };
  const unknown: string[] = [];
  for (;;) {
    if (cursor.takes('implements')) lists.implements.push(...cursor.names('the name of a subdomain'));
    else if (cursor.takes('realizes')) lists.realizes.push(...cursor.names('the name of a bounded context'));
    else if (cursor.takes('refines')) unknown.push(`refines ${cursor.name('the name of a bounded context')}`);
    else break;
  }
  const facts: { type?: string; vision?: string } = {};
  const aggregates: CmlAggregate[] = [];
  const body = (inModule: boolean): void => {
    while (!cursor.takes('}')) {
      if (cursor.takes('Aggregate')) aggregates.push(parseAggregate(cursor, unknown));
      else if (cursor.takes('Module')) {
        unknown.push(`Module ${cursor.name('the name of a module')}`);
        if (cursor.takes('{')) body(true);
      } else if (!inModule && cursor.takes('type')) facts.type = attribute(cursor);
      else if (!inModule && cursor.takes('domainVisionStatement')) facts.vision = attribute(cursor);
      else unknown.push(cursor.skipStatement());
    }
  };
  if (cursor.takes('{')) body(false);
  return { name, ...lists, ...facts, aggregates, unknown };
}

function parseAggregate(cursor: CmlCursor, unknown: string[]): CmlAggregate {
  const name = cursor.name('the name of an aggregate');
  const events: string[] = [];
  const commands: string[] = [];
  const rest: string[] = [];
  if (cursor.takes('{'))
    while (!cursor.takes('}')) {
      const list = cursor.takes('DomainEvent') ? events : cursor.takes('CommandEvent') ? commands : undefined;
      if (list === undefined) rest.push(cursor.skipStatement());
      else {
        const item = cursor.name('a name');
        list.push(item);
        if (cursor.next?.value === '{') {
          const block = cursor.skipStatement();
          if (/[^{}\s]/.test(block)) rest.push(`${item} ${block}`);
        }
      }
    }
  if (rest.length > 0) unknown.push(`Aggregate ${name} {\n${rest.join('\n')}\n}`);
  return { name, events, commands };
}

function parseDomain(cursor: CmlCursor, domain: string, subdomains: CmlSubdomain[], unknown: string[]): void {
  while (!cursor.takes('}')) {
    if (cursor.takes('Subdomain')) subdomains.push(parseSubdomain(cursor, unknown));
    else unknown.push(`Domain ${domain}: ${cursor.skipStatement()}`);
  }
}

function parseSubdomain(cursor: CmlCursor, unknown: string[]): CmlSubdomain {
  const name = cursor.name('the name of a subdomain');
  let type: string | undefined;
  const rest: string[] = [];
  while (cursor.next?.value === 'supports') rest.push(cursor.skipStatement());
  if (cursor.takes('{'))
    while (!cursor.takes('}')) {
      if (cursor.takes('type')) type = attribute(cursor);
      else rest.push(cursor.skipStatement());
    }
  if (rest.length > 0) unknown.push(`Subdomain ${name} {\n${rest.join('\n')}\n}`);
  return { name, ...(type === undefined ? {} : { type }) };
}

/** The value of an attribute; the equal sign may be left out. */
function attribute(cursor: CmlCursor): string {
  cursor.takes('=');
  return cursor.take().value;
}
