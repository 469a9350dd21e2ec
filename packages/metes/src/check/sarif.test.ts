import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { finding } from './finding.ts';
import { sarifOf } from './sarif.ts';

/** The schema that the OASIS committee publishes, as a package of the format's authors carries it. */
const schemaFile = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

const findings = [
  finding(
    'METES_CHECK_SYNTAX',
    { file: 'a b.ts', reason: 'x' },
    { context: 'a', file: 'src/a b.ts', line: 3, column: 7 },
  ),
  finding('METES_CHECK_FOLDER_MISSING', { context: 'b', folder: 'c' }, { context: 'b' }, 'warning'),
  finding('METES_CHECK_BLIND', { unresolved: 1, imports: 2, share: 50, most: 2 }, {}, 'note'),
  finding('METES_MODEL_SELF_RELATION', { map: 'm', context: 'c' }, { context: 'c' }),
];
const log = sarifOf(findings, {
  version: '0.1.0',
  folder: '/somewhere',
  declaredIn: 'metes.config.ts',
}) as any;

test('the log is valid SARIF 2.1.0', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  // Of a draft (with a pattern that only lenient readers take) that names itself by `id`; nothing else of it has another meaning today.
  const { $schema: _draft, id: _name, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const validate = ajv.compile(schema);
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  // The schema itself is awake.
  expect(validate({ ...log, version: '2.0' })).toBe(false);
});

test('a finding has its rule, its level and its place', () => {
  const [run] = log.runs;
  expect(run.results.map((each: any) => [each.ruleId, each.level])).toEqual([
    ['METES_CHECK_SYNTAX', 'error'],
    ['METES_CHECK_FOLDER_MISSING', 'warning'],
    ['METES_CHECK_BLIND', 'note'],
    ['METES_MODEL_SELF_RELATION', 'error'],
  ]);
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(run.results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'src/a%20b.ts', uriBaseId: 'ROOT' },
    region: { startLine: 3, startColumn: 7 },
  });
});

test('what is wrong with the map itself stands in the file that declares the system, as code hosts want a place', () => {
  const places = log.runs[0].results.map(
    (each: any) => each.locations[0].physicalLocation.artifactLocation.uri,
  );
  expect(places).toEqual(['src/a%20b.ts', 'metes.config.ts', 'metes.config.ts', 'metes.config.ts']);
  expect(log.runs[0].results[3].locations[0].logicalLocations).toEqual([{ name: 'c', kind: 'module' }]);
});
