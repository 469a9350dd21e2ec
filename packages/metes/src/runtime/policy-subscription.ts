import type { Policy } from '../model/policy.ts';
import { Delivery, type DeliveryHost } from './delivery.ts';
import type { Inlet } from './inlet.ts';
import { carries, type Message } from './message.ts';
import type { CursorWrite } from './ports/batch.ts';
import type { StoredParked } from './ports/context-store.ts';
import { policySteps, stepsByName } from './reaction.ts';
import { Subscription, type SubscriptionSetting } from './subscription.ts';

/** Hands messages to policies: the commands of each commit together with the move of the cursor. */
export class PolicySubscription extends Subscription {
  readonly #policies: readonly Policy[];

  constructor(name: string, inlet: Inlet, policies: readonly Policy[], setting: SubscriptionSetting) {
    super(name, inlet, setting, { page: 500, most: 1_024, sources: policies.map((each) => each.when) });
    this.#policies = policies;
  }

  protected override async take(messages: readonly Message[], _upTo: number, era: number): Promise<void> {
    const { failpoints, context } = this.setting;
    for (const message of messages) {
      const policies = this.#policies.filter((policy) => carries(message, policy.when));
      if (policies.length === 0) continue;
      await this.room(1, era);
      await failpoints.pass('delivery.before', context);
      const steps = policies.flatMap((policy) => policySteps(policy, message));
      const ended = (): void => this.leave(1, era);
      await this.submit(
        new Delivery(this.#host(era), { message, attempts: 0, parked: false, steps, ended }),
        era,
      );
    }
  }

  protected override again(parked: StoredParked, era: number, ended: () => void): void {
    const message = parked.message as unknown as Message;
    const concerned = this.#policies.filter((policy) => carries(message, policy.when));
    const steps = stepsByName(concerned, parked.reactions, message, this.setting.context);
    void this.submit(
      new Delivery(this.#host(era), { message, attempts: parked.attempts, parked: true, steps, ended }),
      era,
    );
  }

  protected override idleMove(upTo: number): readonly CursorWrite[] {
    return this.place.move(upTo);
  }

  #host(era: number): DeliveryHost {
    return {
      name: this.name,
      context: this.setting.context,
      parking: this.parking,
      failpoints: this.setting.failpoints,
      advance: (message) => ({ cursors: this.place.move(message.position) }),
      advanced: (message) => {
        this.moved();
        this.dealtWith([message]);
      },
      fellBack: () => this.movedBack(),
      isOld: () => this.isOld(era),
      restart: (reason) => this.restart(reason, era),
    };
  }
}
