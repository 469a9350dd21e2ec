import { dirname } from 'node:path';
import { errorTable, type ErrorCode } from '../../base/error-table.ts';
import { isMetesError, MetesError } from '../../base/errors.ts';
import { type CheckReport, checkSystem } from '../../check/check-system.ts';
import { findingOf } from '../../check/finding.ts';
import { rules } from '../../check/rules/index.ts';
import { sarifOf } from '../../check/sarif.ts';
import { loadSourceTools } from '../../check/source-parser.ts';
import { checkText } from '../check-text.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { publishedAt } from '../published-at.ts';
import { readRegistry, shown } from '../../start/registry-folder.ts';
import { paint } from '../paint.ts';
import { knownPartnerChanges } from '../partnerships.ts';
import { closest } from '../suggestion.ts';
import type { Terminal } from '../terminal.ts';
import type { Typed } from '../command.ts';
import { version } from '../version.ts';

/** `metes check`: does the code do what the map says? */
export const checkCommand: CliCommand = {
  name: 'check',
  summary: 'check that the sources, the map and what was published hold together',
  explanation: `Reads the sources of every context and the map, and says where the two differ: what a context imports and may not,
which layer looks the wrong way, what it reacts to and the map does not expose, which words its language does not have,
which contract breaks its readers.
Each finding names the place and the line to write. Nothing is started and nothing is changed.
Exit code 0 when no error was found (warnings and notes do not count), 1 when there are errors, 2 when typed wrongly.`,
  options: [
    configOption,
    {
      name: 'rule',
      value: 'names',
      about: 'Run these rules only, separated by commas, such as "layer,inside"',
    },
    {
      name: 'against',
      value: 'git ref',
      about: 'What counts as published, such as origin/main (default: the registry as it is)',
    },
    { name: 'strict', about: 'Fail on warnings too' },
    { name: 'reads', about: 'Also list which fields of each contract each consumer reads' },
    jsonOption,
    { name: 'sarif', about: 'Print a SARIF 2.1.0 log, which code hosts show beside the changed lines' },
  ],
  examples: [
    'metes check',
    'metes check --rule layer,inside',
    'metes check --strict --against origin/main',
    'metes check --reads',
    'metes check --json',
    'metes check --sarif > metes.sarif',
  ],
  run: async (typed, terminal) => {
    const started = performance.now();
    if (typed.has('json') && typed.has('sarif'))
      throw new MetesError('METES_CLI_USAGE', {
        reason: '--json does not go with --sarif.',
        suggestion: 'Each is a form of its own; take one.',
      });
    const only = rulesNamed(typed.value('rule'));
    const { declaredIn, ...report } = await reportOn(typed, terminal, only);
    const ms = performance.now() - started;
    if (typed.has('json')) terminal.out(`${JSON.stringify({ ...report, ms: Math.round(ms) })}\n`);
    else if (typed.has('sarif'))
      terminal.out(
        `${JSON.stringify(sarifOf(report.findings, { version: await version(), folder: terminal.folder, declaredIn }))}\n`,
      );
    else terminal.out(checkText(report, ms, paint(terminal.colours), { reads: typed.has('reads') }));
    const failing = typed.has('strict') ? ['error', 'warning'] : ['error'];
    return report.findings.some(({ severity }) => failing.includes(severity)) ? 1 : 0;
  },
};

async function reportOn(
  typed: Typed,
  terminal: Terminal,
  only: (code: ErrorCode) => boolean,
): Promise<CheckReport & { readonly declaredIn: string }> {
  const tools = await loadSourceTools();
  try {
    const system = await loadSystem(typed.value('config'), terminal, 'check');
    const { map, check, folders } = system.definition;
    const settings = { ...check, ...(folders && { folders }) };
    const changes = await knownPartnerChanges(system);
    const home = dirname(system.file);
    const against = typed.value('against');
    const report = checkSystem(
      { map, settings, home, seenFrom: terminal.folder, tools },
      {
        only,
        facts: { today: new Date().toISOString().slice(0, 10), ...(changes && { changes }) },
        registry: await readRegistry(system.definition, home, terminal.folder),
        ...(against === undefined ? {} : { published: await publishedAt(against, system) }),
      },
    );
    return { ...report, declaredIn: shown(terminal.folder, system.file) };
  } catch (error) {
    // A map that does not hold together refuses to be made: that is what was found, and all that can be.
    if (!isMetesError(error) || !/^METES_(MODEL|MAP|CONTRACT|SCHEMA|DOMAIN|TRANSLATOR)_/.test(error.code))
      throw error;
    const { context } = error.values;
    const where = typeof context === 'string' ? { context } : {};
    const declaredIn = typed.value('config') ?? 'metes.config.ts';
    return { findings: [findingOf(error, where)], figures: undefined, declaredIn };
  }
}

/** Rules are named by their code, or by what stands in it after METES_CHECK_. */
function rulesNamed(text: string | undefined): (code: ErrorCode) => boolean {
  if (text === undefined) return () => true;
  const short = (code: string): string =>
    code
      .replace(/^METES_CHECK_/, '')
      .toLowerCase()
      .replaceAll('_', '-');
  const codes = new Set<string>();
  for (const name of text.split(',').map((each) => each.trim())) {
    const known = Object.keys(errorTable);
    const code = known.find((each) => each === name.toUpperCase() || short(each) === name.toLowerCase());
    if (code === undefined) {
      const names = rules.map((rule) => short(rule.code));
      const near = closest(name.toLowerCase(), names);
      throw new MetesError('METES_CLI_USAGE', {
        reason: `There is no rule "${name}".`,
        suggestion: near ? `Did you mean "${near}"?` : `Rules: ${names.join(', ')}.`,
      });
    }
    codes.add(code);
  }
  return (code) => codes.has(code);
}
