import { childrenOf, type SyntaxNode } from '../../../packages/metes/src/check/syntax.ts';

export {
  childrenOf,
  keyOf,
  literalText,
  unwrapped,
  type SyntaxNode,
} from '../../../packages/metes/src/check/syntax.ts';

/** Visits a node and everything below it; the visitor gets the chain of parents, nearest last. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, parents: readonly SyntaxNode[]) => void,
  parents: SyntaxNode[] = [],
): void {
  visit(node, parents);
  parents.push(node);
  for (const child of childrenOf(node)) walk(child, visit, parents);
  parents.pop();
}
