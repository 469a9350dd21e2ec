/** 1 MiB: one key in fifty of those never added is taken for one that was, at a million keys. */
const words = 2 ** 18;
const probes = 4;

/** Remembers any number of keys in 1 MiB: never forgets one, and the more there are, the more others it takes for one. */
export class KeyFilter {
  /** Made with the first key: most never get one. */
  #bits: Uint32Array | undefined;

  add(key: string): void {
    const bits = (this.#bits ??= new Uint32Array(words));
    const { at, step } = hashesOf(key);
    for (let probe = 0, bit = at; probe < probes; probe++, bit += step)
      bits[(bit >>> 5) % words]! |= 1 << (bit & 31);
  }

  /** False only for a key that was not added. */
  mayHave(key: string): boolean {
    if (!this.#bits) return false;
    const { at, step } = hashesOf(key);
    for (let probe = 0, bit = at; probe < probes; probe++, bit += step)
      if ((this.#bits[(bit >>> 5) % words]! & (1 << (bit & 31))) === 0) return false;
    return true;
  }
}

/** FNV-1a, and what makes a second hash of it. */
function hashesOf(key: string): { readonly at: number; readonly step: number } {
  let at = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) at = Math.imul(at ^ key.charCodeAt(index), 0x01000193);
  const step = Math.imul(at ^ (at >>> 15), 0x85ebca6b);
  return { at, step: (step ^ (step >>> 13)) | 1 };
}
