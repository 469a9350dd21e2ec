import { MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import type { Context } from './context-declaration.ts';
import { isContract, type Source } from './source.ts';

/** A reaction of a context that reads a contract. */
export interface ContractReader {
  /** The context that reads. */
  readonly context: string;
  /** The name of the policy, call or projection. */
  readonly reaction: string;
  /** The contract in the version that is read; see `Contract.reads`. */
  readonly contract: Contract;
}

/** Every reaction of a context to a contract, its own contracts included. */
export function contractReaders(context: Context): readonly ContractReader[] {
  const readers: ContractReader[] = [];
  const add = (reaction: string, source: Source): void => {
    if (isContract(source)) readers.push({ context: context.name, reaction, contract: source });
  };
  for (const { policy, when } of context.policies) add(policy, when);
  for (const { call, when } of context.calls) add(call, when);
  for (const { projection, folds } of context.projections)
    for (const { source } of folds) add(projection, source);
  return readers;
}

/** The versions of a contract that go out today, the latest first. */
export function publishedVersions({ version, sunsets }: Contract): readonly number[] {
  return [version, ...sunsets.keys()];
}

/**
 * Refuses a reader of a version that no longer goes out.
 *
 * @throws METES_MODEL_VERSION_WITHDRAWN
 */
export function mustGoOut({ context, reaction, contract }: ContractReader): void {
  const versions = publishedVersions(contract);
  if (versions.includes(contract.reads)) return;
  throw new MetesError('METES_MODEL_VERSION_WITHDRAWN', {
    context,
    reaction,
    contract: contract.contract,
    version: contract.reads,
    current: contract.version,
    published: versions.map((each) => `v${each}`).join(', '),
  });
}
