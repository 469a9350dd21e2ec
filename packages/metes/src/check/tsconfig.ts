import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SourceTools } from './source-parser.ts';
import { keyOf, literalText, propertyOf, type SyntaxNode, unwrapped } from './syntax.ts';

const known = new WeakMap<SourceTools, Map<string, readonly string[]>>();

/** The `customConditions` of the tsconfig.json nearest above a folder, those that it extends included. */
export function conditionsFor(folder: string, tools: SourceTools): readonly string[] {
  let byFolder = known.get(tools);
  if (!byFolder) known.set(tools, (byFolder = new Map()));
  const before = byFolder.get(folder);
  if (before) return before;
  const parent = dirname(folder);
  const own = conditionsOf(join(folder, 'tsconfig.json'), tools);
  const found = own ?? (parent === folder ? [] : conditionsFor(parent, tools));
  byFolder.set(folder, found);
  return found;
}

/** Undefined when there is no such file. */
function conditionsOf(file: string, tools: SourceTools, depth = 0): readonly string[] | undefined {
  const config = readLoose(file, tools);
  if (!config) return undefined;
  const own = textsOf(propertyOf(valueOf(config, 'compilerOptions'), 'customConditions'));
  if (own.length > 0 || depth > 8) return own;
  for (const base of textsOf(valueOf(config, 'extends')).reverse()) {
    const inherited = conditionsOf(located(base, file), tools, depth + 1);
    if (inherited && inherited.length > 0) return inherited;
  }
  return [];
}

function located(base: string, from: string): string {
  if (base.startsWith('.')) return join(dirname(from), base.endsWith('.json') ? base : `${base}.json`);
  try {
    return createRequire(from).resolve(base);
  } catch {
    return '';
  }
}

/** JSON as TypeScript reads it, with comments and trailing commas: an expression of the language. */
function readLoose(file: string, tools: SourceTools): SyntaxNode | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [statement] = tools.parse('config.ts', `(${text.replace(/^\uFEFF/, '')}\n)`).tree()[
    'body'
  ] as SyntaxNode[];
  return statement?.['expression'] ? unwrapped(statement['expression'] as SyntaxNode) : undefined;
}

function valueOf(object: SyntaxNode, name: string): SyntaxNode | undefined {
  return (object['properties'] as SyntaxNode[] | undefined)?.find((each) => keyOf(each) === name)?.['value'];
}

function textsOf(node: SyntaxNode | undefined): string[] {
  const elements = node?.type === 'ArrayExpression' ? (node['elements'] as SyntaxNode[]) : node ? [node] : [];
  return elements.map((each) => literalText(each)).filter((each) => each !== undefined);
}
