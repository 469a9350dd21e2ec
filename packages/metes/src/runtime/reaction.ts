import { MetesError } from '../base/errors.ts';
import type { Command } from '../model/command.ts';
import type { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { Policy, Reaction } from '../model/policy.ts';
import { factsOf, type Message, received } from './message.ts';
import type { Step } from './work.ts';

/**
 * The steps that a policy is for one message: one for each command, so that each is a transaction of its own and fails
 * for itself. Each has the name of the policy, and its number behind it when there are several.
 */
export function policySteps(policy: Policy, message: Message): readonly Step[] {
  try {
    return commandSteps(policy, message);
  } catch (error) {
    return [failing(policy.policy, error)];
  }
}

function commandSteps({ policy: name, when, then, refused }: Policy, message: Message): readonly Step[] {
  const instead = refused && {
    refused: (refusal: DomainRuleBroken): Command | undefined =>
      refused(refusal, received(message, when), factsOf(message)),
  };
  const reaction = then(received(message, when), factsOf(message));
  if (!isList(reaction)) return reaction ? [{ name, command: () => reaction, ...instead }] : [];
  return reaction.map((command, index) => ({
    name: `${name} #${index + 1}`,
    command: () => command,
    ...instead,
  }));
}

/** The steps of the named reactions to a message that was set aside. */
export function stepsByName(
  policies: readonly Policy[],
  names: readonly string[],
  message: Message,
  context: string,
): readonly Step[] {
  return names.flatMap((name) => {
    const whole = policies.find((each) => each.policy === name);
    if (whole) return policySteps(whole, message);
    try {
      const one = policies.find((each) => name.startsWith(`${each.policy} #`));
      const numbered = one && commandSteps(one, message).find((step) => step.name === name);
      if (numbered) return [numbered];
    } catch (error) {
      return [failing(name, error)];
    }
    return [failing(name, new MetesError('METES_RUNTIME_REACTION_UNKNOWN', { reaction: name, context }))];
  });
}

/** A step that cannot be taken. */
function failing(name: string, error: unknown): Step {
  return {
    name,
    command: () => {
      throw error;
    },
  };
}

function isList(reaction: Reaction): reaction is readonly Command[] {
  return Array.isArray(reaction);
}
