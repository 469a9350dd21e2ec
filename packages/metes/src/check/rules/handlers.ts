import { finding } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { type SyntaxNode, walk } from '../syntax.ts';

/** The most lines of code that one function of application/ or api/ may have. */
const mostLines = 60;

/** A handler asks the aggregate; what it decides by itself is domain that strayed. */
export const handlerFatRule: Rule = {
  code: 'METES_CHECK_HANDLER_FAT',
  about: `no function of application/ or api/ has more than ${mostLines} lines`,
  run: ({ contexts }) =>
    contexts.flatMap(({ context, files }) =>
      files
        .filter(({ place }) => !place.isTest && (place.layer === 'application' || place.layer === 'api'))
        .filter(({ lines }) => lines > mostLines)
        .flatMap((file) => {
          const fat: { node: SyntaxNode; lines: number }[] = [];
          walk(file.tree, (node) => {
            if (!/Function/.test(node.type) || !node['body']) return undefined;
            const lines = file.linesOf(node);
            if (lines > mostLines) fat.push({ node, lines });
            // What stands inside of a fat function is told with it.
            return lines > mostLines ? false : undefined;
          });
          return fat.map(({ node, lines }) => {
            const values = { context: context.name, layer: file.place.layer, lines, most: mostLines };
            return finding('METES_CHECK_HANDLER_FAT', values, file.at(node.start), 'warning');
          });
        }),
    ),
};
