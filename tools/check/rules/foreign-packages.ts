import { Findings, type Checker } from '../checker.ts';
import { packageName } from '../core/module-resolver.ts';

/** Packages of foreign systems. */
const FOREIGN_PACKAGES = ['stripe', '@stripe/stripe-js'];

/** Where they may be named: in contexts, which `metes check` looks at, and in what plays the foreign system itself. */
const FREE = ['shop/contexts/', 'shop/provider/'];

/** What surrounds the contexts of the shop knows no foreign model either. */
export const foreignPackages: Checker = {
  name: 'foreign-packages',
  about: 'packages of foreign systems are not named around the contexts of the shop',
  run(workspace) {
    const findings = new Findings('foreign-packages');
    for (const path of workspace.under(['shop'])) {
      if (FREE.some((folder) => path.startsWith(folder))) continue;
      for (const { specifier, line } of workspace.parse(path).imports) {
        const name = packageName(specifier);
        if (FOREIGN_PACKAGES.includes(name))
          findings.add(
            path,
            line,
            `"${name}" is a foreign model. Go through the port of the context that translates it.`,
          );
      }
    }
    return findings.report();
  },
};
