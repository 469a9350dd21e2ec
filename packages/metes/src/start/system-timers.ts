import type { Timers } from '../runtime/ports/timers.ts';

/** The timers of the process. They do not keep it alive; what is awaited of a system does, see `KeepAlive`. */
export const systemTimers: Timers = {
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
