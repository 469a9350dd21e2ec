import type { Clock } from '../runtime/ports/clock.ts';
import type { Failpoints } from '../runtime/ports/failpoints.ts';
import type { Ids } from '../runtime/ports/ids.ts';
import type { Journal } from '../runtime/ports/journal.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import type { Authenticate } from './bearer-tokens.ts';
import type { Endpoint } from './endpoint.ts';
import type { HttpLimits } from './limits.ts';
import type { Router } from './router.ts';

/** An address that the server answers itself. */
export interface OwnPage {
  /** @throws what is answered as a problem */
  readonly page: () => SavedAnswer;
}

/** What all requests of one server share. */
export interface Site {
  readonly title: string;
  readonly router: Router<Endpoint | OwnPage>;
  readonly limits: HttpLimits;
  readonly authenticate: Authenticate;
  readonly validateAnswers: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal: Journal;
  readonly failpoints: Failpoints | undefined;
  /** A fresh UUIDv7, for routes. */
  readonly newId: () => string;
  /** True once the server stops. */
  closing: boolean;
}
