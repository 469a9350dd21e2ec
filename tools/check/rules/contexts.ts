import { Findings, type Checker } from '../checker.ts';
import { isTest } from '../core/file-kinds.ts';
import { packageName } from '../core/module-resolver.ts';
import { ACL, FOREIGN_FOLDERS, FOREIGN_PACKAGES, LAYERS, UNKNOWN_TO_THE_DOMAIN } from './context-table.ts';
import { foreignNames } from './foreign-names.ts';

/** Where a file of the shop stands: its context, its layer and its path inside the context. */
interface Place {
  readonly context: string;
  readonly layer: string;
  readonly inside: string;
}

/** Contexts of the shop see each other's contract only, and their layers point inwards. */
export const contexts: Checker = {
  name: 'contexts',
  about: 'contexts meet at contracts, layers point inwards, foreign models stay in their ACL',
  run(workspace) {
    const findings = new Findings('contexts');
    for (const path of workspace.under(['shop'])) {
      const file = workspace.parse(path);
      const place = placeOf(path);
      for (const imported of file.imports) {
        const target = workspace.resolve(file, imported);
        const messages = [
          foreignPackage(path, place, imported.specifier),
          place && technicalPackage(place, imported.specifier),
          place && target.kind === 'file' ? innerImport(place, target.path, isTest(path)) : undefined,
        ];
        for (const message of messages) if (message) findings.add(path, imported.line, message);
      }
    }
    foreignNames(workspace, findings);
    return findings.report();
  },
};

/** The place of a file in a context; undefined outside `shop/contexts`. */
export function placeOf(path: string): Place | undefined {
  const match = /^shop\/contexts\/([^/]+)\/(.+)$/.exec(path);
  if (!match) return undefined;
  const [, context = '', inside = ''] = match;
  return { context, inside, layer: inside.includes('/') ? (inside.split('/')[0] ?? '') : '' };
}

function foreignPackage(path: string, place: Place | undefined, specifier: string): string | undefined {
  const name = packageName(specifier);
  if (!FOREIGN_PACKAGES.includes(name)) return undefined;
  if (place?.inside.startsWith(ACL) || FOREIGN_FOLDERS.some((folder) => path.startsWith(folder)))
    return undefined;
  return `"${name}" is a foreign model. Import it only under ${ACL} and translate it there.`;
}

function technicalPackage(place: Place, specifier: string): string | undefined {
  if (place.layer !== 'domain' && place.layer !== 'contract') return undefined;
  if (!UNKNOWN_TO_THE_DOMAIN.some((pattern) => pattern.test(specifier))) return undefined;
  return `The ${place.layer} layer of ${place.context} imports "${specifier}", but it knows no HTTP, database or broker. Move that to infrastructure/ or api/.`;
}

function innerImport(from: Place, path: string, inTest: boolean): string | undefined {
  const to = placeOf(path);
  if (!to) return undefined;
  if (to.context !== from.context) {
    return to.layer === 'contract'
      ? undefined
      : `${from.context} imports ${to.inside} of ${to.context}. Another context shows only its contract/ folder; import that or ask ${to.context} to publish what you need.`;
  }
  const allowed = LAYERS[from.layer];
  if (!allowed || inTest || to.layer === from.layer) return undefined;
  if (allowed.includes(to.layer === '' ? to.inside : to.layer)) return undefined;
  if (
    (from.layer === 'api' && to.layer === 'infrastructure') ||
    (from.layer === 'infrastructure' && to.layer === 'api')
  )
    return undefined;
  return `${from.layer}/ of ${from.context} imports ${to.inside}. Layers point inwards: domain <- application <- api and infrastructure, and contract/ stands alone.`;
}
