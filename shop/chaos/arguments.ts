import { parseArgs } from 'node:util';

/** What was typed after `npm run chaos --`. */
export type ChaosArguments =
  | { readonly problem: string }
  | {
      readonly problem?: never;
      readonly help: boolean;
      readonly json: boolean;
      readonly run: {
        readonly kills: number;
        readonly seed: number;
        readonly shoppers: number;
        readonly failpoints: boolean;
      };
    };

/** Reads what was typed, or says what is wrong with it. `seed` is used when none was typed. */
export function readArguments(args: readonly string[], seed: number): ChaosArguments {
  const options = {
    kills: { type: 'string', default: '40' },
    failpoints: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(seed) },
    shoppers: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    for (const name of ['kills', 'seed', 'shoppers'] as const) {
      const least = name === 'shoppers' ? 1 : 0;
      if (!/^\d{1,9}$/.test(values[name]) || Number(values[name]) < least)
        return { problem: `--${name} ${values[name]} is not a whole number from ${least} to 999999999.` };
    }
    const { kills, shoppers, failpoints, json, help } = values;
    const run = { kills: Number(kills), seed: Number(values.seed), shoppers: Number(shoppers), failpoints };
    return { help, json, run };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
