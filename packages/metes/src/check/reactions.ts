import { contractExportsOf } from './contract-exports.ts';
import { crossingsIn } from './crossings.ts';
import { type FieldsRead, fieldsRead, together } from './fields-read.ts';
import type { Project } from './project.ts';
import type { SourceFile } from './source-file.ts';
import { keyOf, literalText, propertyOf, type SyntaxNode, walk } from './syntax.ts';

/** A place in the sources where a context takes in what another one publishes. */
export interface Reaction {
  readonly context: string;
  readonly file: SourceFile;
  /** Offset of the contract's name. */
  readonly start: number;
  /** Such as `the policy "reserve stock when an order is placed"`. */
  readonly name: string;
  readonly contract: string;
  /** The fields of the contract's data that it reads, as far as the code shows. */
  readonly reads: FieldsRead;
}

const known = new WeakMap<Project, readonly Reaction[]>();

/** Every use that the code of a context makes of a contract of another. */
export function reactionsOf(project: Project): readonly Reaction[] {
  let reactions = known.get(project);
  if (!reactions) {
    const files = project.contexts.flatMap((each) => each.files).filter(({ place }) => !place.isTest);
    known.set(project, (reactions = files.flatMap((file) => reactionsIn(project, file))));
  }
  return reactions;
}

/** The contracts of others that a file has, by their names there; `name.` for a namespace of them. */
function contractsIn(project: Project, file: SourceFile): Map<string, string> {
  const contracts = new Map<string, string>();
  for (const { place, imported } of crossingsIn(project, file)) {
    if (place?.layer !== 'contract' || place.context === file.place.context) continue;
    const owner = project.contexts.find(({ context }) => context.name === place.context);
    if (!owner) continue;
    const exported = contractExportsOf(owner);
    for (const [index, local] of (imported.locals ?? []).entries()) {
      const id = exported.get(imported.names[index] ?? '');
      if (id !== undefined) contracts.set(local, id);
    }
    if (imported.namespace !== undefined)
      for (const [name, id] of exported) contracts.set(`${imported.namespace}.${name}`, id);
  }
  return contracts;
}

function reactionsIn(project: Project, file: SourceFile): Reaction[] {
  const contracts = contractsIn(project, file);
  if (contracts.size === 0) return [];
  const { tree } = file;
  const seen = new Set<SyntaxNode>();
  const reactions: Reaction[] = [];
  const add = (source: SyntaxNode, name: string, reads: FieldsRead): void => {
    const found = contractAt(source, contracts);
    if (!found) return;
    seen.add(found.node);
    const { context } = file.place;
    reactions.push({ context, file, start: source.start, name, contract: found.id, reads });
  };
  walk(tree, (node) => {
    if (node.type !== 'CallExpression') return;
    const callee = node['callee'] as SyntaxNode;
    const [first, second, third] = node['arguments'] as SyntaxNode[];
    const when = propertyOf(second, 'when');
    const read = (from: SyntaxNode | undefined, position: number): FieldsRead =>
      fieldsRead(from, position, tree);
    if (when) {
      const isCall = callee['name'] === 'call';
      const reads = [
        read(propertyOf(second, 'then'), isCall ? 1 : 0),
        read(propertyOf(second, 'run'), 1),
        read(propertyOf(second, 'refused') ?? propertyOf(second, 'failed'), 1),
      ];
      add(when, `the ${isCall ? 'call' : 'policy'} "${literalText(first) ?? ''}"`, together(reads));
    } else if (first && second?.type === 'ObjectExpression' && contractAt(first, contracts)) {
      // What the context states to read: `needs(orderPlaced, { orderId: true })`.
      add(first, `a need stated in ${file.place.inside}`, keysOf(second));
    } else if (first && second && third && contractAt(first, contracts)) {
      add(first, `a projection in ${file.place.inside}`, together([read(second, 0), read(third, 1)]));
    }
  });
  // A contract used in any other way may be read in full; nobody can tell.
  walk(tree, (node) => {
    if (node.type === 'ImportDeclaration' || seen.has(node)) return false;
    const id = node.type === 'Identifier' ? contracts.get(node['name'] as string) : undefined;
    const { context, inside } = file.place;
    if (id !== undefined)
      reactions.push({ context, file, start: node.start, name: inside, contract: id, reads: 'all' });
    return undefined;
  });
  return reactions;
}

/** The fields that an object literal names; `all` when some of them come from elsewhere. */
function keysOf(object: SyntaxNode): FieldsRead {
  const keys = (object['properties'] as SyntaxNode[]).map((each) =>
    each.type === 'Property' ? keyOf(each) : undefined,
  );
  return keys.some((key) => key === undefined) ? 'all' : new Set(keys.filter((key) => key !== undefined));
}

/** The contract that an expression names: `orderPlaced`, `orderPlaced.v1`, `ordering.orderPlaced`. */
function contractAt(
  node: SyntaxNode,
  contracts: ReadonlyMap<string, string>,
): { readonly id: string; readonly node: SyntaxNode } | undefined {
  if (node.type === 'Identifier') {
    const id = contracts.get(node['name'] as string);
    return id === undefined ? undefined : { id, node };
  }
  if (node.type !== 'MemberExpression') return undefined;
  const object = node['object'] as SyntaxNode;
  const whole = contracts.get(`${object['name']}.${keyOf(node)}`);
  if (whole !== undefined) return { id: whole, node };
  const inner = contractAt(object, contracts);
  return inner && { id: inner.id, node };
}
