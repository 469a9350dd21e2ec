import { type Reference, referencesOf } from './references.ts';
import { keyOf, type SyntaxNode, unwrapped, walk } from './syntax.ts';
import { joined, type KnownText, type NamedTexts, textsOf } from './texts.ts';

/** A file or folder found by its place, seen from the file that names it. */
export interface PathFromHere extends KnownText {
  readonly start: number;
}

/** Paths from the place of a file: `new URL('../x', import.meta.url)`, `join(import.meta.dirname, '../x')`, ... */
export function pathsFromHere(tree: SyntaxNode, names: NamedTexts): PathFromHere[] {
  return new FromHere(tree, names).paths(tree);
}

class FromHere {
  readonly #names: NamedTexts;
  readonly #origins: ReadonlyMap<SyntaxNode, Reference>;

  constructor(tree: SyntaxNode, names: NamedTexts) {
    this.#names = names;
    this.#origins = new Map(referencesOf(tree).map((each) => [each.node, each] as const));
  }

  paths(tree: SyntaxNode): PathFromHere[] {
    const found: PathFromHere[] = [];
    walk(tree, (node) => {
      const texts = this.#of(node);
      for (const { text, whole } of texts ?? [])
        found.push({ text: text.replaceAll(/\/+/g, '/'), whole, start: node.start });
      return texts ? false : undefined;
    });
    return found;
  }

  /** The paths that an expression makes from here; undefined when it makes none. */
  #of(given: SyntaxNode): readonly KnownText[] | undefined {
    const node = unwrapped(given);
    switch (node.type) {
      case 'NewExpression':
      case 'CallExpression':
        return this.#ofCall(node);
      case 'BinaryExpression': {
        const before = node['operator'] === '+' ? this.#begins(node['left']) : undefined;
        return before && joined([before, textsOf(node['right'], this.#names)]);
      }
      case 'TemplateLiteral': {
        const [first] = node['expressions'] as SyntaxNode[];
        const before = first && node['quasis'][0].value.cooked === '' ? this.#begins(first) : undefined;
        // What follows the place is a template of its own.
        const rest = { ...node, quasis: node['quasis'].slice(1), expressions: node['expressions'].slice(1) };
        return before && joined([before, textsOf(rest, this.#names)]);
      }
      default:
        return undefined;
    }
  }

  #ofCall({ callee, arguments: given }: SyntaxNode): readonly KnownText[] | undefined {
    const [first, second] = given as (SyntaxNode | undefined)[];
    const makes = unwrapped(callee);
    const path = this.#origins.get(makes)?.path.join('.') ?? '';
    if (/^URL(\.parse|\.canParse)?$/.test(path) && second && this.#isHere(second))
      return textsOf(first, this.#names).map(({ text, whole }) => ({ text: fromUrl(text), whole }));
    const name = makes.type === 'MemberExpression' ? keyOf(makes) : (makes['name'] as string | undefined);
    const before = name !== undefined && /^(join|resolve)$/.test(name) && first && this.#begins(first);
    if (!before || !second) return undefined;
    const parts = (given as SyntaxNode[]).slice(1).flatMap((each) => [slash, textsOf(each, this.#names)]);
    return joined([before, ...parts]);
  }

  /** What an expression that names this place stands for: its folder, or the file in it. */
  #begins(given: SyntaxNode): readonly KnownText[] | undefined {
    const node = unwrapped(given);
    const made = this.#of(node);
    if (made) return made;
    if (!this.#isHere(node)) return undefined;
    return this.#isFolder(node) ? folder : file;
  }

  #isHere(given: SyntaxNode): boolean {
    return this.#somewhere(given, ({ module, path }) =>
      module === 'import.meta'
        ? ['url', 'dirname', 'filename'].includes(path[0] ?? '')
        : module === undefined && ['__dirname', '__filename'].includes(path[0] ?? ''),
    );
  }

  #isFolder(given: SyntaxNode): boolean {
    return this.#somewhere(given, ({ path }) => path.at(-1) === 'dirname' || path[0] === '__dirname');
  }

  #somewhere(given: SyntaxNode, is: (reference: Reference) => boolean, depth = 0): boolean {
    if (depth > 5) return false;
    let found = false;
    walk(given, (node) => {
      const reference = this.#origins.get(node);
      const named = node.type === 'Identifier' ? this.#names.get(node['name'] as string) : undefined;
      found ||= reference !== undefined && is(reference);
      found ||= named !== undefined && this.#somewhere(named, is, depth + 1);
      return found ? false : undefined;
    });
    return found;
  }
}

const slash: readonly KnownText[] = [{ text: '/', whole: true }];
const folder: readonly KnownText[] = [{ text: './', whole: true }];
/** A path goes on from a file as from a folder of that name. */
const file: readonly KnownText[] = [{ text: './_/', whole: true }];

/** A path that a URL is made of begins where its base is, with or without a dot. */
function fromUrl(text: string): string {
  return /^([./]|[a-z][a-z0-9+.-]*:)/i.test(text) ? text : `./${text}`;
}
