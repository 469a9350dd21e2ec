import type { Contract } from '../../contract/contract.ts';
import type { Relation } from '../relation.ts';

/** What is written otherwise than in a relation as it is. */
export type Rewritten = Partial<
  Pick<Relation, 'kind' | 'host' | 'guest' | 'exposes' | 'through' | 'translators' | 'because'>
> & { readonly cites?: readonly string[] };

/**
 * The line of the map that says a relation, with changes: what a hint tells to write.
 *
 * @example
 * relationLine(relation, { kind: 'upstream' }) // upstream(inventory, ordering, { exposes: [orderPlaced] })
 */
export function relationLine(relation: Relation, rewritten: Rewritten = {}): string {
  const { cites = relation.differs.map(({ term }) => term), ...changes } = rewritten;
  const { kind, upstream, downstream, host, guest, exposes, through, translators } = {
    ...relation,
    ...changes,
  };
  const crosses = kind !== 'separateWays';
  const leads = kind === 'customerSupplier' || kind === 'upstream';
  const terms = [
    crosses && exposes.length > 0 && `exposes: [${exposes.map(contractVariable).join(', ')}]`,
    crosses && through.length > 0 && `through: [${through.map((each) => variable(each.port)).join(', ')}]`,
    leads && host.length > 0 && `host: [${host.map((each) => `'${each}'`).join(', ')}]`,
    leads && guest === 'conformist' && 'downstream: conformist()',
    leads &&
      guest === 'antiCorruption' &&
      `downstream: acl(${translatorsOf(upstream.name, translators).join(', ')})`,
    kind === 'sharedKernel' && `kernel: ${relation.kernel ? variable(relation.kernel.name) : '{ ... }'}`,
    crosses && cites.length > 0 && `differs: [${cites.map(quoted).join(', ')}]`,
  ].filter((each) => each !== false);
  const said =
    terms.length > 0 ? `, { ${terms.join(', ')} }` : kind === 'customerSupplier' ? ', { exposes: [] }' : '';
  return `${kind}(${variable(upstream.name)}, ${variable(downstream.name)}${said})`;
}

/** The name that a variable would have: `payment provider` is `paymentProvider`, `3PL` is `the3PL`. */
export function variable(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((each) => each !== '');
  const joined = words.map((each, at) => (at === 0 ? lowered(each) : raised(each))).join('');
  return joined.replace(/^(?=\p{N}|$)/u, 'the');
}

/** A text as TypeScript writes it. */
function quoted(text: string): string {
  return /['\\]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}

/** The variables of translators; where there are none yet, one that could be. */
function translatorsOf(upstream: string, translators: Relation['translators']): readonly string[] {
  return translators.length === 0
    ? [variable(`${upstream} translator`)]
    : translators.map((each) => variable(each.translator));
}

/** The variable of a contract: `ordering.order-placed` is `orderPlaced`. */
export function contractVariable({ contract }: Contract): string {
  return variable(contract.slice(contract.indexOf('.') + 1));
}

const lowered = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);
const raised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
