import { baseErrors } from './errors-base.ts';
import { checkErrors } from './errors-check.ts';
import { cliErrors } from './errors-cli.ts';
import { contractErrors } from './errors-contract.ts';
import { domainErrors } from './errors-domain.ts';
import { drawErrors } from './errors-draw.ts';
import { embeddedErrors } from './errors-embedded.ts';
import { httpErrors } from './errors-http.ts';
import { mapErrors } from './errors-map.ts';
import { modelErrors } from './errors-model.ts';
import { runtimeErrors } from './errors-runtime.ts';
import { startErrors } from './errors-start.ts';
import { storeErrors } from './errors-store.ts';
import { testingErrors } from './errors-testing.ts';
import { trafficErrors } from './errors-traffic.ts';
import { translatorErrors } from './errors-translator.ts';

/** Every coded error of the toolkit: message and hint, with `{placeholders}` for the offending values. */
export const errorTable = {
  ...baseErrors,
  ...domainErrors,
  ...contractErrors,
  ...modelErrors,
  ...translatorErrors,
  ...mapErrors,
  ...runtimeErrors,
  ...storeErrors,
  ...embeddedErrors,
  ...httpErrors,
  ...startErrors,
  ...trafficErrors,
  ...cliErrors,
  ...drawErrors,
  ...checkErrors,
  ...testingErrors,
} as const satisfies Readonly<Record<string, { readonly message: string; readonly hint: string }>>;

/** A code of the error table, such as `METES_STORE_CONFLICT`. */
export type ErrorCode = keyof typeof errorTable;
