import { relative, sep } from 'node:path';
import { contractExportsOf } from '../contract-exports.ts';
import { publishedContracts } from '../contract-fields.ts';
import { finding } from '../finding.ts';
import type { ContextSources, Project } from '../project.ts';
import { referencesOf } from '../references.ts';
import { carries, isExposedTo, longerLine, newLine, relationsBetween } from '../relations.ts';
import type { Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';
import { keyOf, type SyntaxNode, unwrapped, walk } from '../syntax.ts';
import { namedTexts, textsOf } from '../texts.ts';

/** A contract that a file declares, wherever the file lies. */
interface Declaration {
  readonly file: SourceFile;
  readonly contract: string;
  readonly start: number;
}

/** Who publishes something says what it is; a copy would go on saying what it was. */
export const foreignContractRule: Rule = {
  code: 'METES_CHECK_CONTRACT_FOREIGN',
  about: 'a contract is declared in the sources of the context that it is named after',
  run: (project) => {
    const files = [...project.contexts, ...project.kernels].flatMap((each) => each.files);
    return files
      .filter(({ place }) => !place.isTest)
      .flatMap((file) => declarationsIn(project, file))
      .filter(({ contract, file }) => ownerOf(contract) !== file.place.context)
      .map((declared) => {
        const { file, contract, start } = declared;
        const { context, inside } = file.place;
        const values = {
          where: context === '' ? file.path : `${inside} of ${context}`,
          contract,
          owner: ownerOf(contract),
          suggestion: suggestionFor(project, declared),
        };
        return finding('METES_CHECK_CONTRACT_FOREIGN', values, file.at(start));
      });
  },
};

/** Names as `context` and `contract` accept them; the rest may be put together at run time. */
const contractName = /^[a-z][a-z0-9-]*\.([a-z][a-z0-9-]*)?$/;

function declarationsIn(project: Project, file: SourceFile): Declaration[] {
  // What is declared has its name or its versions in the text.
  if (!/\bcontract\b|\bv\d+\b|\\u/.test(file.text)) return [];
  const { tree } = file;
  const makers = new Set(
    referencesOf(tree)
      .filter(({ module, path }) => module !== undefined && path.at(-1) === 'contract' && isOurs(module))
      .map(({ node }) => node),
  );
  const names = namedTexts(tree);
  const found: Declaration[] = [];
  walk(tree, (node) => {
    if (node.type !== 'CallExpression') return;
    const [first, terms] = node['arguments'] as SyntaxNode[];
    if (!makers.has(unwrapped(node['callee'] as SyntaxNode)) && !hasVersions(terms)) return;
    for (const { text, whole } of textsOf(first, names)) {
      if (!contractName.test(text)) continue;
      found.push({ file, contract: whole ? text : `${text}*`, start: node.start });
    }
  });
  return found;

  /** True for the toolkit and for code of the system, which may hand on what it has of the toolkit. */
  function isOurs(module: string): boolean {
    const imported = file.imports.find(({ specifier }) => specifier === module);
    const { target } = imported ? project.reach(file, imported) : {};
    return module.startsWith('metes') || target?.kind === 'file';
  }
}

/** `{ v1: ..., v2: ... }`: whatever the function is called that takes them. */
function hasVersions(terms: SyntaxNode | undefined): boolean {
  if (!terms) return false;
  const { type, properties } = unwrapped(terms);
  return (
    type === 'ObjectExpression' &&
    (properties as SyntaxNode[]).some((each) => each.type === 'Property' && /^v\d+$/.test(keyOf(each) ?? ''))
  );
}

function ownerOf(contract: string): string {
  return contract.slice(0, contract.indexOf('.'));
}

function suggestionFor(project: Project, { contract, file }: Declaration): string {
  const [name, context] = [ownerOf(contract), file.place.context];
  const own = context === '' ? 'after the context whose it is' : `${context}${contract.slice(name.length)}`;
  const owner = project.contexts.find((each) => each.context.name === name);
  if (!owner) return `No context of the map is called ${name}: call it ${own}.`;
  if (!publishedContracts(project.map).some((each) => each.contract === contract))
    return `Ask the team ${owner.context.team} to publish it in contract/ of ${name}; if it is not theirs, call it ${own}.`;
  const line = importLine(owner, contract, file);
  if (context === '' || isExposedTo(project.map, contract, context)) return `Write instead: ${line}`;
  const relation = relationsBetween(project.map, name, context).find(carries);
  const ofMap = relation
    ? longerLine(project, relation, contract)
    : newLine(project, name, context, [contract]);
  return `Write instead: ${line} And in the map: ${ofMap}`;
}

function importLine(owner: ContextSources, contract: string, { folder }: SourceFile): string {
  const exported = [...contractExportsOf(owner)].find(([, id]) => id === contract)?.[0] ?? '...';
  const path = relative(folder, `${owner.folder}/contract/index.ts`).split(sep).join('/');
  return `import { ${exported} } from '${path}';`;
}
