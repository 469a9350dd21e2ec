import { readArguments } from './arguments.ts';
import { help } from './help.ts';
import type { Say } from './measure.ts';
import { runWorkload } from './run-workload.ts';
import { runStudy } from './studies/run-study.ts';

const say: Say = (text) => void process.stderr.write(`${text}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  switch (request.kind) {
    case 'help':
      process.stdout.write(help());
      return 0;
    case 'wrong':
      return refuse(request.message);
    case 'study':
      return runStudy(request.options, say);
    case 'run': {
      const outcome = await runWorkload(request.options, args, say);
      return typeof outcome === 'number' ? outcome : refuse(outcome.refused);
    }
  }
}

function refuse(message: string): number {
  say(`${message}\nTry: npm run bench -- --help`);
  return 2;
}
