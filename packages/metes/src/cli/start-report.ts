import type { RunningFacts, SystemDefinition } from '../start/define-system.ts';
import type { RunningSystem } from '../start/run-system.ts';
import { commandElsewhere } from './command-here.ts';
import { paint } from './paint.ts';
import { span, table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What a start tells about itself. */
export interface StartReport {
  readonly progress: (text: string) => void;
  ready(definition: SystemDefinition, running: RunningSystem): void;
  /** The processes of a split start are all ready. */
  splitReady(
    definition: SystemDefinition,
    facts: RunningFacts & { readonly roles: readonly { readonly role: string; readonly pid: number }[] },
  ): void;
  stopping(): void;
  stopped(): void;
}

/** How many tokens are printed; the rest are in the file. */
const mostTokens = 4;

/** Tells a person or, with `json`, a program (one JSON object a line, the last of a start has `event: "ready"`). */
export function startReport(terminal: Terminal, json: boolean, startedAt: number): StartReport {
  const { bold, dim, green } = paint(terminal.colours);
  const line = (content: Readonly<Record<string, unknown>>): void =>
    terminal.out(`${JSON.stringify(content)}\n`);
  const since = (): string => span(Date.now() - startedAt);
  if (json) {
    return {
      progress: (text) => line({ event: 'progress', text, ms: Date.now() - startedAt }),
      ready: (definition, { role, url, urls, companions, tokens, state }) =>
        line({
          event: 'ready',
          system: definition.map.name,
          role,
          pid: process.pid,
          url,
          urls,
          companions: companionUrls(companions),
          tokens,
          folder: state.path,
          ms: Date.now() - startedAt,
        }),
      splitReady: (definition, { roles, urls, companions, tokens }) =>
        line({
          event: 'ready',
          system: definition.map.name,
          role: 'split',
          pid: process.pid,
          roles,
          urls,
          companions: companionUrls(companions),
          tokens,
          ms: Date.now() - startedAt,
        }),
      stopping: () => line({ event: 'stopping' }),
      stopped: () => line({ event: 'stopped' }),
    };
  }
  const print = (title: string, definition: SystemDefinition, facts: RunningFacts): void => {
    const places = placesOf(definition, facts);
    const parts = [`\n${green(bold(title))}\n`];
    if (places.length > 0) parts.push(table(places));
    if (facts.tokens.length > 0) {
      const shown = facts.tokens.filter((each) => !each.principal.roles.includes('customer')).slice(0, 2);
      const customers = facts.tokens
        .filter((each) => !shown.includes(each))
        .slice(0, mostTokens - shown.length);
      const rows = [...customers, ...shown].map(({ token, principal }) => [
        `${principal.id} (${principal.roles.join(', ')})`,
        token,
      ]);
      const more =
        facts.tokens.length > rows.length
          ? `  ${facts.tokens.length - rows.length} more in tokens.json of the state folder\n`
          : '';
      parts.push(
        `${bold('Tokens for local development')} ${dim('(kept over restarts)')}\n${table(rows)}${more}`,
      );
    }
    const next = definition.next?.(facts);
    if (next) parts.push(`${bold('Try it')}\n${indented(next)}`);
    parts.push(
      `${bold('Ctrl-C')} stops it; the data stays. In another terminal: ${commandElsewhere(terminal)} status\n\n`,
    );
    terminal.out(parts.join('\n'));
  };
  return {
    progress: (text) => terminal.err(`${dim(`  ${since().padStart(7)}  ${text}`)}\n`),
    ready: (definition, running) =>
      print(
        `${definition.map.name} is running (process ${process.pid}, ready after ${since()})`,
        definition,
        running,
      ),
    splitReady: (definition, facts) =>
      print(
        `${definition.map.name} is running in ${facts.roles.length} processes (${facts.roles.map(({ role, pid }) => `${role} ${pid}`).join(', ')}; ready after ${since()})`,
        definition,
        facts,
      ),
    stopping: () => terminal.err(`\n${dim('  stopping: what is under way is finished')}\n`),
    stopped: () => terminal.err(`${dim('  stopped, the data stays')}\n`),
  };
}

function companionUrls(companions: RunningFacts['companions']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(companions).map(([name, { url }]) => [name, url]));
}

/** Where things can be reached, each address once. */
function placesOf(
  { http }: SystemDefinition,
  { urls, companions }: RunningFacts,
): readonly (readonly string[])[] {
  const all = [...new Set(Object.values(urls))];
  const own = all.flatMap((url) => {
    const contexts = Object.keys(urls).filter((context) => urls[context] === url);
    const name = all.length === 1 ? (http?.title ?? 'API') : contexts.join(', ');
    return [
      [name, url],
      ['  what it takes', `${url}/openapi.json`],
    ];
  });
  return [...own, ...Object.entries(companions).map(([name, { url }]) => [name, url])];
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((each) => (each === '' ? '\n' : `  ${each}\n`))
    .join('');
}
