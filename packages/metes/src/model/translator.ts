/** How the words of another system become our own: what an anti-corruption layer consists of. */
export interface Translator {
  /** The name of the translator, unique in its context. */
  readonly translator: string;
}
