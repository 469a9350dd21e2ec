/** What a change is about. */
export type ChangeKind =
  | 'context-added'
  | 'context-removed'
  | 'context-renamed'
  | 'class'
  | 'team'
  | 'purpose'
  | 'experts'
  | 'language'
  | 'behaviour'
  | 'contract'
  | 'relation'
  | 'outside';

/** One thing that is different in a map, told so that whoever knows the business understands it. */
export interface MapChange {
  readonly kind: ChangeKind;
  /** The contexts or systems that it concerns. */
  readonly about: readonly string[];
  /** A sentence. */
  readonly text: string;
}
