import { keyOf, type SyntaxNode, unwrapped, walk } from './syntax.ts';

/** What a text in the code can be, as far as the code shows. */
export interface KnownText {
  /** The beginning that is known. */
  readonly text: string;
  /** True when it is known to the end. */
  readonly whole: boolean;
}

/** The texts that a file gives names to: `const stock = '../stock.ts'`. A name given twice is known for nothing. */
export type NamedTexts = ReadonlyMap<string, SyntaxNode | undefined>;

/** Reads the names that a file gives to what may be texts. */
export function namedTexts(tree: SyntaxNode): NamedTexts {
  const names = new Map<string, SyntaxNode | undefined>();
  walk(tree, (node) => {
    if (node.type !== 'VariableDeclarator' || node['id'].type !== 'Identifier') return;
    const name = node['id'].name as string;
    names.set(name, names.has(name) ? undefined : (node['init'] ?? undefined));
  });
  return names;
}

const unknown: readonly KnownText[] = [{ text: '', whole: false }];
const mostChoices = 16;

/** What an expression can be as a text: one for each way that the code can take. */
export function textsOf(
  expression: SyntaxNode | null | undefined,
  names: NamedTexts,
  depth = 0,
): readonly KnownText[] {
  if (!expression || depth > 20) return unknown;
  const node = unwrapped(expression);
  const of = (part: SyntaxNode): readonly KnownText[] => textsOf(part, names, depth + 1);
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [{ text: node['value'], whole: true }] : unknown;
    case 'TemplateLiteral':
      return joined(
        (node['quasis'] as SyntaxNode[]).flatMap((quasi, index) => {
          const text: readonly KnownText[] = [{ text: quasi['value'].cooked as string, whole: true }];
          const between = (node['expressions'] as SyntaxNode[])[index];
          return between ? [text, of(between)] : [text];
        }),
      );
    case 'TaggedTemplateExpression':
      return keyOf(node['tag']) === 'raw' ? of(node['quasi'] as SyntaxNode) : unknown;
    case 'BinaryExpression':
      return node['operator'] === '+' ? joined([of(node['left']), of(node['right'])]) : unknown;
    case 'ConditionalExpression':
      return either(of(node['consequent']), of(node['alternate']));
    case 'LogicalExpression':
      return either(of(node['left']), of(node['right']));
    case 'SequenceExpression':
      return of((node['expressions'] as SyntaxNode[]).at(-1)!);
    case 'Identifier':
      return textsOf(names.get(node['name'] as string), names, depth + 1);
    case 'CallExpression':
      return ofCall(node, of);
    default:
      return unknown;
  }
}

/** `['a', 'b'].join('/')` and `'a'.concat('b')`. */
function ofCall(
  { callee, arguments: given }: SyntaxNode,
  of: (part: SyntaxNode) => readonly KnownText[],
): readonly KnownText[] {
  const method = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  if (method === 'concat') return joined([callee.object, ...given].map(of));
  if (method !== 'join' || callee.object.type !== 'ArrayExpression') return unknown;
  const between = given[0] ? of(given[0]) : [{ text: ',', whole: true }];
  const parts = (callee.object.elements as (SyntaxNode | null)[]).map((each) => (each ? of(each) : unknown));
  return joined(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
}

/** Texts one after the other: what follows a part that is not known is not known either. */
export function joined(parts: readonly (readonly KnownText[])[]): readonly KnownText[] {
  let found: readonly KnownText[] = [{ text: '', whole: true }];
  for (const part of parts)
    found = found
      .flatMap((before) =>
        before.whole ? part.map(({ text, whole }) => ({ text: before.text + text, whole })) : [before],
      )
      .slice(0, mostChoices);
  return found;
}

function either(one: readonly KnownText[], other: readonly KnownText[]): readonly KnownText[] {
  return [...one, ...other].slice(0, mostChoices);
}
