import { getPriority, setPriority } from 'node:os';

/** By how much its sessions stand back behind the program that started the server, in steps of `nice`. */
const steps = 5;

/** The lowest priority that there is. */
const last = 19;

/**
 * Lets a server stand back behind this program where both want the same core: its sessions from now on inherit it. All
 * work of a process passes through its one main thread, and a session that it has just woken by a statement would
 * otherwise often take its core away, while another one is free.
 *
 * @param pid the main process of the server
 */
export function letGiveWay(pid: number): void {
  try {
    setPriority(pid, Math.min(last, getPriority() + steps));
  } catch {
    // It has just ended, which its next user notices; or this system does not let us, and then it is only slower.
  }
}
