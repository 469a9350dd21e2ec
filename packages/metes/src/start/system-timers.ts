import type { Timers } from '../runtime/ports/timers.ts';

/** How much is counted between two looks at what has arrived, some 5 µs: each look leaves 600 bytes of garbage behind. */
const countedBetween = 1_000;
let counted = 0;

/** The timers of the process. They do not keep it alive; what is awaited of a system does, see `KeepAlive`. */
export const systemTimers: Timers = {
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  // An immediate makes the event loop look for what has arrived without waiting for it.
  stayAwake: (ms) => {
    const until = performance.now() + ms;
    let isAwake = true;
    const look = (): void => {
      for (let turn = 0; turn < countedBetween; turn++) counted = (counted + turn) | 0;
      isAwake &&= performance.now() < until;
      if (isAwake) setImmediate(look);
    };
    setImmediate(look);
    return () => {
      const wasAwake = isAwake;
      isAwake = false;
      return wasAwake;
    };
  },
};
