import { isMetesError } from '../base/errors.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { ParkedCause } from './ports/batch.ts';

const final = [
  'METES_CONTRACT_CAST_FAILED',
  'METES_CONTRACT_INVALID',
  'METES_CONTRACT_VERSION_UNKNOWN',
  'METES_RUNTIME_REACTION_UNKNOWN',
  'METES_STORE_TOO_LARGE',
  'METES_STORE_TEXT_REFUSED',
] as const;

/** True for what does not get better by trying again: refusals of the domain, and what nobody here can read or keep. */
export function isFinal(error: unknown): boolean {
  return error instanceof DomainRuleBroken || final.some((code) => isMetesError(error, code));
}

/** Why a message is set aside, in a form that can be kept. */
export function causeOf(error: unknown): ParkedCause {
  if (isMetesError(error)) return { code: error.code, message: error.message, stack: error.stack };
  if (error instanceof DomainRuleBroken)
    return { code: 'DOMAIN_RULE_BROKEN', message: error.message, stack: error.stack };
  if (error instanceof Error) return { code: error.name, message: error.message, stack: error.stack };
  return { code: 'UNKNOWN', message: String(error) };
}
