/** The statement that opens a transaction, by the name under which a session knows it. */
export const opening = { name: 'begin', text: 'begin' };

/**
 * The messages that call a prepared statement, as one packet: Bind with values in text form, Execute and Sync. When it
 * `opens` a transaction, that is called before it, and its result is closed before Sync: it would keep a snapshot, and with
 * it dead rows, until the transaction ends. Where the transaction cannot be opened the statement is not run, since the
 * server skips what follows an error up to Sync. The result is not asked to be described: who calls knows what it gives.
 *
 * The messages are those of https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function callMessages(statement: string, values: readonly unknown[], opens: boolean): Buffer {
  const texts: (string | undefined)[] = [];
  let most = 64 + 3 * (statement.length + opening.name.length);
  for (const value of values) {
    const text = textOf(value);
    texts.push(text);
    most += 4 + (text === undefined ? 0 : isShort(text) ? 3 * text.length : Buffer.byteLength(text));
  }
  const packet = new Packet(most);
  if (opens) {
    bind(packet, opening.name, []);
    execute(packet);
  }
  bind(packet, statement, texts);
  execute(packet);
  if (opens) packet.message('C', () => packet.byte(code('P')).end());
  packet.message('S', () => undefined);
  return packet.written;
}

function bind(packet: Packet, statement: string, texts: readonly (string | undefined)[]): void {
  packet.message('B', () => {
    // The portal has no name, and all values and results are texts.
    packet.end().text(statement).end().int16(0).int16(texts.length);
    for (const text of texts) packet.value(text);
    packet.int16(0);
  });
}

function execute(packet: Packet): void {
  packet.message('E', () => packet.end().int32(0));
}

/** As PostgreSQL reads it; undefined for null. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return Array.isArray(value) ? `{${value.map(elementOf).join(',')}}` : String(value);
}

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'number' ? String(value) : `"${String(value).replace(/["\\]/g, '\\$&')}"`;
}

const code = (letter: string): number => letter.charCodeAt(0);

/** Texts that are written letter by letter: a call for each would take longer. */
function isShort(text: string): boolean {
  return text.length < 64;
}

/** Bytes one behind the other. */
class Packet {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(most: number) {
    this.#bytes = Buffer.allocUnsafe(most);
  }

  get written(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** A message: its letter, its length with these four bytes, and what it says. */
  message(letter: string, write: () => unknown): void {
    this.byte(code(letter));
    const from = this.#at;
    this.int32(0);
    write();
    this.#bytes.writeInt32BE(this.#at - from, from);
  }

  byte(byte: number): this {
    this.#bytes[this.#at++] = byte;
    return this;
  }

  /** What ends a text. */
  end(): this {
    return this.byte(0);
  }

  int16(number: number): this {
    return this.byte(number >> 8).byte(number & 0xff);
  }

  int32(number: number): this {
    return this.int16(number >>> 16).int16(number & 0xffff);
  }

  /** A value with its length before it; -1 for null. */
  value(text: string | undefined): this {
    if (text === undefined) return this.int32(-1);
    const from = this.#at;
    this.int32(0).text(text);
    this.#bytes.writeInt32BE(this.#at - from - 4, from);
    return this;
  }

  text(text: string): this {
    if (isShort(text)) {
      for (let index = 0, at = this.#at; ; index++, at++) {
        if (index === text.length) {
          this.#at = at;
          return this;
        }
        const letter = text.charCodeAt(index);
        if (letter > 0x7f) break;
        this.#bytes[at] = letter;
      }
    }
    this.#at += this.#bytes.write(text, this.#at);
    return this;
  }
}
