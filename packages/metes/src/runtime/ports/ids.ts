/** Where identifiers come from. */
export interface Ids {
  /** A fresh UUIDv7. */
  next(): string;
}
