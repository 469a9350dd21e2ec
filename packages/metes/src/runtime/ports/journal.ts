/** Where a process tells what happens to it: one line an event, with fields. Never secrets, never personal data. */
export interface Journal {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}
