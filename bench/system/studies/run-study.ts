import { fileURLToPath } from 'node:url';
import { busyWarning, describeMachine, machineOf } from '../machine.ts';
import type { Say } from '../measure.ts';
import { saveFigures } from '../results.ts';
import { type BenchServer, withServer } from '../server.ts';
import type { Figure } from './figure.ts';
import { figureTable } from './figure-table.ts';
import { studies } from './studies.ts';
import type { StudyOptions } from './study-options.ts';

/** Answers the question of a study and prints its figures; the exit code: 1 when one is void or misses its target. */
export async function runStudy(options: StudyOptions, say: Say): Promise<number> {
  const study = studies[options.study];
  const answer = async (server?: BenchServer): Promise<number> => {
    const machine = await machineOf(server);
    const warning = busyWarning(machine);
    if (warning) say(warning);
    const figures = await study.run(options, server, say);
    if (options.json) {
      for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
    } else {
      process.stdout.write(`${study.name}: ${study.about}\n${describeMachine(machine)}\n\n`);
      process.stdout.write(`${figureTable(figures)}\n`);
      if (warning) process.stdout.write(`\n${warning}\n`);
    }
    if (options.save) say(`appended to ${fileURLToPath(await saveFigures(options, figures, machine))}`);
    return figures.some(failed) ? 1 : 0;
  };
  return study.server ? withServer(say, study.server, answer) : answer();
}

function failed({ void: wrong, met }: Figure): boolean {
  return wrong !== undefined || met === false;
}
