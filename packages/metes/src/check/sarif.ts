import { pathToFileURL } from 'node:url';
import { errorTable, type ErrorCode } from '../base/error-table.ts';
import type { Finding } from './finding.ts';
import { rules } from './rules/index.ts';

/**
 * The findings as a SARIF 2.1.0 log, as code hosts read it. Paths are relative to `folder`, the root of the repository
 * when the check runs there.
 */
export function sarifOf(findings: readonly Finding[], facts: { version: string; folder: string }): object {
  const codes = [
    ...new Set<ErrorCode>([...rules.map(({ code }) => code), ...findings.map(({ code }) => code)]),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'metes check',
            semanticVersion: facts.version,
            rules: codes.map((code) => ({
              id: code,
              shortDescription: {
                text: rules.find((rule) => rule.code === code)?.about ?? errorTable[code].message,
              },
              help: { text: errorTable[code].hint },
            })),
          },
        },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(facts.folder).href}/` } },
        results: findings.map(({ code, severity, message, hint, where }) => ({
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: severity,
          message: { text: `${message}\n${hint}` },
          locations: [
            {
              ...(where.file === undefined
                ? {}
                : {
                    physicalLocation: {
                      artifactLocation: { uri: encodeURI(where.file), uriBaseId: 'ROOT' },
                      ...(where.line === undefined
                        ? {}
                        : { region: { startLine: where.line, startColumn: where.column ?? 1 } }),
                    },
                  }),
              ...(where.context === undefined
                ? {}
                : { logicalLocations: [{ name: where.context, kind: 'module' }] }),
            },
          ].filter((location) => Object.keys(location).length > 0),
        })),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}
