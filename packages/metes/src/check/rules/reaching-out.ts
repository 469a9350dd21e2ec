import { finding } from '../finding.ts';
import { clockFormats } from '../formatters.ts';
import { referencesOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';
import { keyOf, literalText, type SyntaxNode, unwrapped, walk } from '../syntax.ts';
import { time, type Unasked, unaskedBy } from '../unasked.ts';

/** Where everything that is not computed is handed in. */
const pure = new Set(['domain', 'application', 'contract', 'language.ts']);

/** What needs no import is found as well: a clock, a socket, a setting, code made of text. */
export const reachingOutRule: Rule = {
  code: 'METES_CHECK_REACHES_OUT',
  about: 'domain/, application/ and contract/ take time, chance, settings and I/O from nowhere',
  run: ({ contexts }) =>
    contexts.flatMap(({ context, files }) =>
      files
        .filter(({ place }) => !place.isTest && pure.has(place.layer ?? place.inside))
        .flatMap((file) =>
          takenUnasked(file).map(({ said, instead, start }) => {
            const { layer, inside } = file.place;
            const from = layer === undefined ? inside : `${layer}/`;
            const values = { from, context: context.name, said, suggestion: instead };
            return finding('METES_CHECK_REACHES_OUT', values, file.at(start));
          }),
        ),
    ),
};

function takenUnasked(file: SourceFile): readonly (Unasked & { readonly start: number })[] {
  const found = referencesOf(file.tree).flatMap((reference) => {
    const taken = requiresByName(reference.path, reference.parent) ? undefined : unaskedBy(reference);
    return taken ? [{ ...taken, start: reference.node.start }] : [];
  });
  walk(file.tree, (node) => {
    if (makesFunctions(node))
      found.push({ said: 'constructor.constructor', instead: unaskedFunction, start: node.start });
  });
  for (const { start } of clockFormats(file.tree))
    found.push({ said: 'Intl.DateTimeFormat without a date', instead: time, start });
  return found;
}

const unaskedFunction = 'Import what is needed by its name, so that everybody can see it.';

/** `require('...')` is an import like any other, and judged as one. */
function requiresByName(path: readonly string[], parent: SyntaxNode | undefined): boolean {
  return path[0] === 'require' && path.length === 1 && parent?.type === 'CallExpression';
}

/** `x.constructor.constructor` is `Function`, whatever `x` is; so is what can be called with a text for code. */
function makesFunctions(node: SyntaxNode): boolean {
  if (node.type === 'CallExpression') {
    const callee = unwrapped(node['callee'] as SyntaxNode);
    const code = node['arguments'].at(-1) as SyntaxNode | undefined;
    return (
      callee.type === 'MemberExpression' && keyOf(callee) === 'constructor' && literalText(code) !== undefined
    );
  }
  if (node.type !== 'MemberExpression' || keyOf(node) !== 'constructor') return false;
  const object = unwrapped(node['object'] as SyntaxNode);
  return object.type === 'MemberExpression' && keyOf(object) === 'constructor';
}
