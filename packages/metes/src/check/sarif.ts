import { pathToFileURL } from 'node:url';
import { errorTable, type ErrorCode } from '../base/error-table.ts';
import type { Finding } from './finding.ts';
import { rules } from './rules/index.ts';

/** What the log says beside the findings. */
export interface SarifFacts {
  readonly version: string;
  /** The folder that paths are told from, absolute. */
  readonly folder: string;
  /** The file that declares the system: the place of what is wrong with the map itself, for readers that want a place. */
  readonly declaredIn: string;
}

/**
 * The findings as a SARIF 2.1.0 log, as code hosts read it. Paths are relative to `folder`, the root of the repository
 * when the check runs there.
 */
export function sarifOf(findings: readonly Finding[], facts: SarifFacts): object {
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
                text: rules.find((rule) => rule.code === code)?.about ?? plain(errorTable[code].message),
              },
              help: { text: plain(errorTable[code].hint) },
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
              physicalLocation: {
                artifactLocation: { uri: encodeURI(where.file ?? facts.declaredIn), uriBaseId: 'ROOT' },
                ...(where.line === undefined
                  ? {}
                  : { region: { startLine: where.line, startColumn: where.column ?? 1 } }),
              },
              ...(where.context === undefined
                ? {}
                : { logicalLocations: [{ name: where.context, kind: 'module' }] }),
            },
          ],
        })),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

/** A text of the error table without the values of one finding. */
function plain(text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, '<$1>');
}
