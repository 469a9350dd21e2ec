import { type Reference, referencesOf } from './references.ts';
import { keyOf, type SyntaxNode, unwrapped, walk } from './syntax.ts';

/** A call that loads, finds or stands in for a module by its name. */
export interface Load {
  readonly kind: 'require' | 'mention';
  readonly node: SyntaxNode;
  readonly requested: SyntaxNode | undefined;
  /** True when what is asked for is a pattern of paths, or a folder. */
  readonly many: boolean;
}

/** Methods of test runners that load a module, or put another one in its place. */
const mocks =
  /^(mock|doMock|unmock|doUnmock|setMock|importActual|importMock|requireActual|requireMock|unstable_mockModule|createMockFromModule)$/;
const runners = new Set(['vi', 'vitest', 'jest']);

/** Every such call in a file, under whatever name it is made. */
export function loadsIn(tree: SyntaxNode): Load[] {
  const origins = new Map(referencesOf(tree).map((each) => [each.node, each] as const));
  const loads: Load[] = [];
  walk(tree, (node) => {
    if (node.type !== 'CallExpression') return;
    const callee = unwrapped(node['callee'] as SyntaxNode);
    const [first, second] = node['arguments'] as SyntaxNode[];
    const add = (kind: Load['kind'], requested = first, many = false): void => {
      loads.push({ kind, node, requested, many });
    };
    const { module, path } = originAt(callee, origins);
    const name = path.join('.');
    if (module === 'import.meta' && name === 'resolve') return add('require');
    if (module === 'import.meta' && name.startsWith('glob')) {
      for (const each of first?.type === 'ArrayExpression' ? first['elements'] : [first])
        add('mention', each, true);
      return;
    }
    if (
      callee.type === 'MemberExpression' &&
      runners.has(callee['object'].name) &&
      mocks.test(keyOf(callee) ?? '')
    )
      return add('mention');
    if (module !== undefined) return;
    if (name === 'require.context') return add('mention', first, true);
    const [, how] = /^(?:.*\.)?require(?:\.resolve)?(\.call|\.apply)?$/.exec(name) ?? [];
    if (how === '.call') return add('require', second);
    if (how === '.apply') return add('require', second?.['elements']?.[0]);
    if (/^(?:.*\.)?require(?:\.resolve)?$/.test(name)) add('require');
  });
  return loads;
}

/** Where a callee leads. What is called `require` requires, whoever made it: a loader hands it over. */
function originAt(
  callee: SyntaxNode,
  origins: ReadonlyMap<SyntaxNode, Reference>,
): Pick<Reference, 'module' | 'path'> {
  const node = callee.type === 'SequenceExpression' ? unwrapped(callee['expressions'].at(-1)) : callee;
  const origin = origins.get(node);
  if (origin) return origin;
  return { path: node.type === 'Identifier' && node['name'] === 'require' ? ['require'] : [] };
}
