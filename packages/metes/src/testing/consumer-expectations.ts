import { MetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { accepts } from '../contract/compatibility/accepts.ts';
import { isObject, own } from '../contract/compatibility/json-schema.ts';
import { versionSchema } from '../contract/version-schema.ts';
import { expectationOf } from '../contract/needs/expectation.ts';
import { isItems, NeededValues, type NeedTree } from '../contract/needs/needed.ts';
import type { ContextMap } from '../model/context-map.ts';
import type { Need } from '../model/need.ts';
import { unmetNeeds, unmetValues } from '../model/registry/need-findings.ts';

/** What one context expects of a contract: the name for the test, and the test. */
export interface ConsumerExpectation {
  /** Such as `inventory reads items[].sku of ordering.order-placed v1`. */
  readonly name: string;
  readonly consumer: string;
  readonly contract: string;
  /** @throws METES_CONTRACT_NEED_UNMET */
  readonly check: () => void;
}

/**
 * Everything that the other contexts of a map state they need of the contracts of one context, for the tests of that
 * context. Each field is held against the schema of the contract and, where examples of the data are given, against those: all
 * of them must go out, and one of them must have the field.
 *
 * @param examples data of the latest version, by contract
 * @example
 * for (const { name, check } of consumerExpectations(shop, 'ordering')) it(name, check);
 */
export function consumerExpectations(
  map: ContextMap,
  context: string,
  examples: Readonly<Record<string, readonly unknown[]>> = {},
): readonly ConsumerExpectation[] {
  return map.contexts.flatMap(({ name: consumer, needs }) =>
    needs
      .filter((need) => need.contract.context === context && consumer !== context)
      .flatMap((need) => {
        const { contract, fields } = need;
        return fields.map((field) => {
          const alone: Need = { ...need, tree: field.alone, fields: [field] };
          return {
            name: `${consumer} reads ${field.path || 'the whole'} of ${contract.contract} v${contract.reads}`,
            consumer,
            contract: contract.contract,
            check: () => {
              const problem = unmetNeeds(alone)[0]?.reason ?? unfit(alone, examples[contract.contract] ?? []);
              if (problem === undefined) return;
              const unmet = { path: field.path, reason: problem };
              throw new MetesError('METES_CONTRACT_NEED_UNMET', unmetValues(consumer, alone, unmet));
            },
          };
        });
      }),
  );
}

/** What is wrong with the examples: one that does not go out as it should, or none that has what is needed. */
function unfit({ contract, tree }: Need, examples: readonly unknown[]): string | undefined {
  const { contract: name, reads } = contract;
  const expectation = expectationOf(versionSchema(contract.schemas.get(reads)!, `${name} v${reads}`), tree);
  const forms: Json[] = [];
  for (const example of examples) {
    const form = contract.whole.writeAll(example).find((each) => each.version === reads);
    if (!form) return `v${reads} does not go out`;
    if (!accepts(expectation, form.data)) return `the example ${JSON.stringify(form.data)} does not have it`;
    forms.push(form.data);
  }
  const shown = forms.length === 0 || forms.some((each) => has(each, tree));
  return shown ? undefined : 'no example has it';
}

function has(data: Json | undefined, tree: NeedTree | undefined): boolean {
  if (data === undefined) return false;
  if (tree === undefined || tree === true || tree instanceof NeededValues) return true;
  if (isItems(tree)) return Array.isArray(data) && data.some((each: Json) => has(each, tree[0]));
  if (!isObject(data)) return false;
  return Object.entries(tree).every(([name, inner]) => has(own(data, name), inner));
}
