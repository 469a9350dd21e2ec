// Prints "N passed, N failed, N skipped" from the JSON report of the test runner; fails when a test failed or none ran.
import { existsSync, readFileSync } from 'node:fs';

const path = process.argv[2] ?? '';
let passed = 0;
let failed = 0;
let skipped = 0;
let ran = false;

if (existsSync(path)) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  ran = true;
  for (const file of report.testResults) {
    const statuses = file.assertionResults.map((test) => test.status);
    passed += statuses.filter((status) => status === 'passed').length;
    failed += statuses.filter((status) => status === 'failed').length;
    skipped += statuses.filter((status) => status !== 'passed' && status !== 'failed').length;
    // A file that broke outside its tests, for example while it was loaded, counts as one failure.
    if (file.status === 'failed' && !statuses.includes('failed')) {
      failed += 1;
      console.log(`${file.name} failed outside its tests: ${String(file.message).split('\n')[0]}`);
    }
  }
} else {
  console.log('The tests did not run: there is no report.');
}

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = ran && failed === 0 && passed > 0 ? 0 : 1;
