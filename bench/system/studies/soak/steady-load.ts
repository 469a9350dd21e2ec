import { Latencies } from '../../latency.ts';
import type { LoopRun } from '../../subject.ts';

/** Clients that ask one thing after another until they are told to stop, looked at now and then. */
export class SteadyLoad {
  readonly #run: LoopRun;
  readonly #clients: Promise<unknown>;
  #latencies = new Latencies();
  #done = 0;
  #stopping = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(run: LoopRun, clients: number) {
    this.#run = run;
    this.#clients = Promise.all(Array.from({ length: clients }, (_, number) => this.#client(number)));
  }

  /**
   * What was answered since the look before.
   *
   * @throws what a client failed with
   */
  take(): { readonly done: number; readonly latencies: Latencies } {
    if (this.#failure) throw this.#failure.error;
    const latencies = this.#latencies;
    this.#latencies = new Latencies();
    return { done: this.#done, latencies };
  }

  /** Lets everybody have his answer and go. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#clients;
  }

  async #client(number: number): Promise<void> {
    try {
      while (!this.#stopping) {
        const from = performance.now();
        await this.#run.unit(number);
        this.#latencies.record(performance.now() - from);
        this.#done++;
      }
    } catch (error) {
      this.#failure ??= { error };
      this.#stopping = true;
    }
  }
}
