import type { ChildProcess } from 'node:child_process';

/** How long a program may take to end when it is asked to, milliseconds. */
const patienceMs = 20_000;

/** A program on which a measurement relies. */
export class Child {
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #onGone: (reason: Error) => void;
  /** How it ended, such as `exit code 0` or `SIGKILL`. */
  readonly #ended: Promise<string>;
  #isStopping = false;
  #failed: (reason: Error) => void;

  /** @param onGone told when it has failed or ended without being asked to, while nobody waits for it */
  constructor(name: string, process: ChildProcess, onGone: (reason: Error) => void) {
    this.#name = name;
    this.#process = process;
    this.#onGone = onGone;
    this.#failed = onGone;
    this.#ended = new Promise((resolve) => {
      process.once('error', (error) => resolve(`it could not be run (${error.message})`));
      process.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.#ended.then((how) => {
      if (!this.#isStopping) this.fail(`ended without being asked to: ${how}`);
    });
  }

  /** Waits for something of it. @throws when it fails or ends before that */
  async awaits<T>(something: (resolve: (value: T) => void) => void): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#failed = reject;
        something(resolve);
      });
    } finally {
      this.#failed = this.#onGone;
    }
  }

  /** It has failed: whoever waits for it hears why. */
  fail(why: string): void {
    this.#failed(new Error(`${this.#name} ${why}`));
  }

  /** Asks it to end and waits until it has; one that does not is killed. @throws when it did not end well */
  async stop(ask: () => void): Promise<void> {
    this.#isStopping = true;
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), patienceMs);
    ask();
    const how = await this.#ended;
    clearTimeout(timer);
    if (how !== 'exit code 0') throw new Error(`${this.#name} ended: ${how}`);
  }
}
