import type { Comment, EcmaScriptModule } from 'oxc-parser';
import { MetesError } from '../base/errors.ts';
import type { SyntaxNode } from './syntax.ts';

type OxcParser = typeof import('oxc-parser');
type OxcResolver = typeof import('oxc-resolver');

/** The packages that read sources: optional peers, needed by this folder only. */
export const packagesOfCheck = ['oxc-parser', 'oxc-resolver'] as const;
const versions = { 'oxc-parser': '0.154.0', 'oxc-resolver': '11.24.2' };

/** One file, parsed. The tree is made when it is asked for: most rules need the record of the module only. */
export interface ParsedSource {
  readonly module: EcmaScriptModule;
  readonly tree: () => SyntaxNode;
  readonly comments: () => readonly Comment[];
  /** In JavaScript, types stand in comments. */
  readonly isJavaScript: boolean;
  readonly problem: string | undefined;
}

/** What reads and resolves sources. */
export interface SourceTools {
  readonly parse: (path: string, text: string) => ParsedSource;
  readonly ResolverFactory: OxcResolver['ResolverFactory'];
}

/**
 * Loads what reads sources.
 *
 * @throws METES_CHECK_PACKAGES_MISSING
 */
export async function loadSourceTools(
  load: (name: (typeof packagesOfCheck)[number]) => Promise<unknown> = loadInstalled,
): Promise<SourceTools> {
  const loaded = await Promise.allSettled(packagesOfCheck.map((name) => load(name)));
  const missing = packagesOfCheck.filter((_, index) => loaded[index]?.status === 'rejected');
  if (missing.length > 0) {
    const failed = loaded.find((each) => each.status === 'rejected');
    throw new MetesError(
      'METES_CHECK_PACKAGES_MISSING',
      { packages: missing.join(', '), add: missing.map((name) => `${name}@${versions[name]}`).join(' ') },
      { cause: failed?.reason },
    );
  }
  const [parser, resolver] = loaded.map((each) => (each.status === 'fulfilled' ? each.value : undefined));
  const { parseSync } = parser as OxcParser;
  return {
    ResolverFactory: (resolver as OxcResolver).ResolverFactory,
    parse: (path, text) => {
      const result = parseSync(path, text, { preserveParens: false });
      return {
        module: result.module,
        tree: () => result.program,
        comments: () => result.comments,
        isJavaScript: /\.[cm]?jsx?$/.test(path),
        problem: result.errors[0]?.message,
      };
    },
  };
}

/** Written out, so that whoever bundles or audits this sees both names. */
function loadInstalled(name: (typeof packagesOfCheck)[number]): Promise<unknown> {
  return name === 'oxc-parser' ? import('oxc-parser') : import('oxc-resolver');
}
