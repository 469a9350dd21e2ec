import type { Policy } from '../model/policy.ts';
import { sourceName } from '../model/source.ts';
import { Delivery, type DeliveryHost } from './delivery.ts';
import type { Inlet } from './inlet.ts';
import { carries, type Message } from './message.ts';
import type { Stretch } from './message-stream.ts';
import type { CursorWrite } from './ports/batch.ts';
import type { StoredParked } from './ports/context-store.ts';
import { policySteps, stepsByName } from './reaction.ts';
import { Subscription, type SubscriptionSetting } from './subscription.ts';

/** Hands messages to policies: the commands of each commit together with the move of the cursor. */
export class PolicySubscription extends Subscription {
  readonly #policies: readonly Policy[];
  /** Those that hear a message with one form and nothing else, by the name of its contract. */
  readonly #byContract: ReadonlyMap<string, readonly Policy[]>;
  #host: { readonly era: number; readonly host: DeliveryHost } | undefined;

  constructor(name: string, inlet: Inlet, policies: readonly Policy[], setting: SubscriptionSetting) {
    super(name, inlet, setting, {
      page: 500,
      assumes: true,
      most: 1_024,
      sources: policies.map((each) => each.when),
    });
    this.#policies = policies;
    const names = policies.map(({ when }) => sourceName(when));
    this.#byContract = new Map(
      names.map((name) => [name, policies.filter((_, index) => names[index] === name)]),
    );
  }

  protected override async take({ messages, restsOn }: Stretch, era: number): Promise<void> {
    const { failpoints, context } = this.setting;
    const host = this.#hostOf(era);
    const ended = (): void => this.leave(1, era);
    for (const message of messages) {
      const policies = this.#concerned(message);
      if (policies.length === 0) continue;
      // Nearly always there is nothing to wait for, and then nothing is.
      const room = this.room(1, era);
      if (room) await room;
      const point = failpoints.pass('delivery.before', context);
      if (point) await point;
      const steps =
        policies.length === 1
          ? policySteps(policies[0]!, message)
          : policies.flatMap((policy) => policySteps(policy, message));
      const taken = this.submit(
        new Delivery(host, { message, restsOn, attempts: 0, parked: false, steps, ended }),
        era,
      );
      if (taken) await taken;
    }
  }

  protected override again(parked: StoredParked, era: number, ended: () => void): void {
    const message = parked.message as unknown as Message;
    const concerned = this.#policies.filter((policy) => carries(message, policy.when));
    const steps = stepsByName(concerned, parked.reactions, message, this.setting.context);
    void this.submit(
      new Delivery(this.#hostOf(era), { message, attempts: parked.attempts, parked: true, steps, ended }),
      era,
    );
  }

  protected override idleMove(upTo: number): readonly CursorWrite[] {
    return this.place.move(upTo);
  }

  #concerned(message: Message): readonly Policy[] {
    const [only] = message.published;
    if (only && message.published.length === 1 && !message.event)
      return this.#byContract.get(only.contract) ?? [];
    return this.#policies.filter((policy) => carries(message, policy.when));
  }

  #hostOf(era: number): DeliveryHost {
    if (this.#host?.era !== era) this.#host = { era, host: this.#newHost(era) };
    return this.#host.host;
  }

  #newHost(era: number): DeliveryHost {
    return {
      name: this.name,
      context: this.setting.context,
      parking: this.parking,
      failpoints: this.setting.failpoints,
      advance: (message) => ({ cursors: this.place.move(message.position) }),
      advanced: (message, marks) => {
        if (!this.isOld(era)) this.moved(marks);
        this.dealtWith([message]);
      },
      fellBack: () => this.movedBack(),
      isOld: () => this.isOld(era),
      restart: (reason) => this.restart(reason, era),
    };
  }
}
