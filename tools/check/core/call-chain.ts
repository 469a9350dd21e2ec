import { keyOf, unwrapped, type SyntaxNode } from './syntax.ts';

/** The names along a call, outermost object first: `expect(x).not.toBe(1)` gives `expect, not, toBe`. */
export function chainOf(call: SyntaxNode): string[] {
  const names: string[] = [];
  for (let node: SyntaxNode | undefined = unwrapped(call); node;) {
    const current: SyntaxNode = unwrapped(node);
    node = undefined;
    switch (current.type) {
      case 'CallExpression':
      case 'NewExpression':
        node = current['callee'];
        break;
      case 'TaggedTemplateExpression':
        node = current['tag'];
        break;
      case 'AwaitExpression':
        node = current['argument'];
        break;
      case 'MemberExpression':
        names.unshift(keyOf(current) ?? '?');
        node = current['object'];
        break;
      case 'Identifier':
        names.unshift(current['name'] as string);
        break;
      default:
    }
  }
  return names;
}
