import { MetesError } from '../base/errors.ts';
import type { Command } from '../model/command.ts';
import type { Policy, Reaction } from '../model/policy.ts';
import { factsOf, type Message, received } from './message.ts';
import type { Step } from './work.ts';

/** The step that a policy is for one message. */
export function policyStep(policy: Policy, message: Message): Step {
  let commands: readonly Command[] | undefined;
  const { refused } = policy;
  return {
    name: policy.policy,
    commands: () => (commands ??= commandsOf(policy.then(received(message, policy.when), factsOf(message)))),
    ...(refused && { refused: (refusal) => commandsOf(refused(refusal, received(message, policy.when), factsOf(message))) }),
  };
}

/** The step of a reaction that is no longer declared. */
export function unknownReaction(reaction: string, context: string): Step {
  return {
    name: reaction,
    commands: () => {
      throw new MetesError('METES_RUNTIME_REACTION_UNKNOWN', { reaction, context });
    },
  };
}

/** What a reaction leads to, as a list. */
export function commandsOf(reaction: Reaction): readonly Command[] {
  if (reaction === undefined) return [];
  return Array.isArray(reaction) ? (reaction as readonly Command[]) : [reaction as Command];
}
