/**
 * What the types cost: compiles a large context and a large map, prints what the compiler spent, and fails above the
 * budget.
 *
 *     npm run bench:types [-- --json]
 */
import { parseArgs } from 'node:util';
import { budgets, measure } from './budget.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const outcomes = measure(budgets, { seconds: true });
if (values.json) console.log(JSON.stringify(outcomes, null, 2));
else {
  for (const { name, instantiations, seconds, broken } of outcomes) {
    const verdict = broken.length === 0 ? 'within its budget' : `above its budget: ${broken.join('; ')}`;
    console.log(`${name}: ${seconds} s, ${instantiations} instantiations above the imports; ${verdict}`);
  }
}
process.exitCode = outcomes.every(({ broken }) => broken.length === 0) ? 0 : 1;
