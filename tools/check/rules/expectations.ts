import { chainOf } from '../core/call-chain.ts';
import type { ParsedFile } from '../core/parsed-file.ts';
import { walk, type SyntaxNode } from '../core/syntax.ts';

/** Names whose call is an expectation, wherever they come from. */
const EXPECTS = /^(expect|assert)/;

/** Steps of the test kit that compare: `given(...).when(...).then(...)`. */
const KIT_STEP = /^(then|expect|assert)/;

/** The same steps on a beginning that was kept under a name: `pending.when(...).thenRaised(...)`. */
const NAMED_KIT_STEP = /^then[A-Z]/;

/** Makes a function that says whether a test body expects something, itself or by a function of the same file. */
export function expectationFinder(file: ParsedFile): (body: SyntaxNode) => boolean {
  const fromKit = new Set<string>();
  for (const statement of file.program['body'] as SyntaxNode[]) {
    if (statement.type !== 'ImportDeclaration' || !/(^|\/)testing(\/|$)/.test(statement['source'].value))
      continue;
    for (const specifier of statement['specifiers']) fromKit.add(specifier.local.name);
  }
  const local = localFunctions(file.program);
  const known = new Map<string, boolean>();

  const expects = (body: SyntaxNode): boolean => {
    let found = file.comments.some(
      (comment) =>
        comment.start >= body.start && comment.end <= body.end && comment.value.includes('@ts-expect-error'),
    );
    walk(body, (node) => {
      if (found || node.type !== 'CallExpression') return;
      const chain = chainOf(node);
      const [root = ''] = chain;
      found =
        EXPECTS.test(root) ||
        (root === 'fc' && chain.includes('assert')) ||
        (fromKit.has(root) && chain.some((step) => KIT_STEP.test(step))) ||
        (fromKit.size > 0 && chain.some((step) => NAMED_KIT_STEP.test(step))) ||
        localExpects(root);
    });
    return found;
  };
  const localExpects = (name: string): boolean => {
    const body = local.get(name);
    if (!body) return false;
    const answer = known.get(name);
    if (answer !== undefined) return answer;
    known.set(name, false);
    const found = expects(body);
    known.set(name, found);
    return found;
  };
  return expects;
}

function localFunctions(program: SyntaxNode): Map<string, SyntaxNode> {
  const functions = new Map<string, SyntaxNode>();
  walk(program, (node) => {
    if (node.type === 'FunctionDeclaration' && node['id']) functions.set(node['id'].name, node);
    if (
      node.type === 'VariableDeclarator' &&
      node['id'].type === 'Identifier' &&
      /Function/.test(node['init']?.type ?? '')
    ) {
      functions.set(node['id'].name, node['init']);
    }
  });
  return functions;
}
