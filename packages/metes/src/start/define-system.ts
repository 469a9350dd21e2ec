import type { ContextMap } from '../model/context-map.ts';
import type { Provided } from '../model/port.ts';
import type { Principal } from '../model/route.ts';
import type { System } from './start.ts';

/** What a system knows of the place where it starts. */
export interface SystemEnvironment {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The state folder, absolute. */
  readonly folder: string;
  /** What the companions that run here told, by name. */
  readonly companions: Readonly<Record<string, CompanionFacts>>;
}

/** What a companion tells about itself. */
export interface CompanionFacts {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Anything else that the ports need, such as a key. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A companion that runs. */
export interface RunningCompanion extends CompanionFacts {
  /** Of the process that it is, if it is one of its own. */
  readonly pid?: number | undefined;
  /** Called once the system listens, with the base URL of each context that has routes here. */
  readonly onReady?: (urls: Readonly<Record<string, string>>) => Promise<void>;
  stop(): Promise<void>;
}

/** Something that runs beside a system, such as a simulated outside party. It starts first and stops last. */
export interface Companion {
  readonly name: string;
  /** The contexts that need it: it runs beside them. All of them when nothing is said. */
  readonly neededBy?: readonly string[];
  readonly start: (place: Omit<SystemEnvironment, 'companions'>) => Promise<RunningCompanion>;
}

/** What is known once a system runs; for the text that says what to try. */
export interface RunningFacts {
  /** The base URL of each context that has routes here. */
  readonly urls: Readonly<Record<string, string>>;
  readonly companions: Readonly<Record<string, CompanionFacts>>;
  readonly tokens: readonly { readonly token: string; readonly principal: Principal }[];
}

/** Told in one line what is going on. */
export type Progress = (text: string) => void;

/** What the check of the sources has to know beyond the map. */
export interface CheckSettings {
  /** Packages that speak the model of a foreign system, such as `stripe`: named under infrastructure/acl/ only. */
  readonly foreignPackages?: readonly string[];
  /**
   * Words of foreign models that no translator names, by context, such as `client_secret`; every spelling is found. What
   * translators name needs no mention.
   */
  readonly foreignWords?: Readonly<Record<string, readonly string[]>>;
}

/** Everything needed to start a system from the command line. */
export interface SystemDefinition {
  readonly map: ContextMap;
  /** Further SQL of contexts, by context, in order: each text is run once as the owner of that schema alone. */
  readonly migrations?: Readonly<Record<string, readonly string[]>>;
  /** What fulfils the ports of the contexts. */
  readonly ports?: (place: SystemEnvironment) => readonly Provided[] | Promise<readonly Provided[]>;
  /** Who reviews what a team owns, such as `'@organisation/checkout'`; for CODEOWNERS. */
  readonly teams?: Readonly<Record<string, string | readonly string[]>>;
  /** Where the sources of contexts are that do not lie in `contexts/<name>/` beside the configuration. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly http?: {
    /**
     * The port that is tried first; a free one is taken when it is in use. A process that serves only some contexts tries
     * one of those after it: the second context with routes has the second port, and so on.
     */
    readonly port: number;
    /** The name of the API. */
    readonly title: string;
    readonly version?: string;
  };
  readonly companions?: readonly Companion[];
  /**
   * Brings the data to a state in which the system is of use, for the contexts that run here. Called at every start: it
   * must go on where an interrupted one ended, and be quick when there is nothing to do.
   */
  readonly prepare?: (system: System, progress: Progress, place: SystemEnvironment) => Promise<void>;
  /** Principals for development: each gets a random token that is kept over restarts. */
  readonly tokens?: readonly Principal[];
  /** What `metes check` has to know beyond the map. */
  readonly check?: CheckSettings;
  /** What to try next, printed after the start. */
  readonly next?: (facts: RunningFacts) => string;
}

/**
 * Says how a system is started: what `metes.config.ts` exports by default.
 *
 * @example
 * export default defineSystem({ map: shop, http: { port: 8080, title: 'Shop' }, tokens: [{ id: 'customer-1', roles: ['customer'] }] });
 */
export function defineSystem(definition: SystemDefinition): SystemDefinition {
  return definition;
}
