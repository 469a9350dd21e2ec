import { referencesOf } from './references.ts';
import { keyOf, type SyntaxNode, unwrapped, walk } from './syntax.ts';

/** The methods of `Intl.DateTimeFormat` that take the time of the clock when they are given none. */
const formatting = new Set(['format', 'formatToParts']);

/** Every call by which a formatter of dates says what time it is: `new Intl.DateTimeFormat('en').format()`. */
export function clockFormats(program: SyntaxNode): readonly SyntaxNode[] {
  const made = new Set(
    referencesOf(program).flatMap(({ module, path, node, parent }) => {
      const isFormatter = module === undefined && path.join('.') === 'Intl.DateTimeFormat';
      return isFormatter && parent?.['callee'] && unwrapped(parent['callee']) === node ? [parent] : [];
    }),
  );
  if (made.size === 0) return [];
  const isMade = (value: SyntaxNode | null | undefined): boolean => !!value && made.has(unwrapped(value));
  const names = new Set<string | undefined>();
  const calls: SyntaxNode[] = [];
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && isMade(node['init'])) names.add(node['id'].name);
    if (/^(PropertyDefinition|Property)$/.test(node.type) && isMade(node['value'])) names.add(keyOf(node));
    if (node.type === 'CallExpression') calls.push(node);
  });
  return calls.filter(({ callee, arguments: given }) => {
    const method = unwrapped(callee);
    if (method.type !== 'MemberExpression' || !formatting.has(keyOf(method) ?? '')) return false;
    const object = unwrapped(method['object']);
    const name: string | undefined = object.type === 'Identifier' ? object['name'] : keyOf(object);
    return (isMade(object) || (name !== undefined && names.has(name))) && isNothing(given[0]);
  });
}

function isNothing(date: SyntaxNode | undefined): boolean {
  if (!date) return true;
  const given = unwrapped(date);
  return given.type === 'Identifier' && given['name'] === 'undefined';
}
