export { aclLayers, type AclLayer } from './acl-layers.ts';
export { checkSystem, findingsIn, type CheckOptions, type CheckReport } from './check-system.ts';
export type { ClassFigures, Figures } from './figures.ts';
export { finding, findingOf, type Finding, type Severity, type Where } from './finding.ts';
export { readProject, type Project, type ProjectParts } from './project.ts';
export type { Rule } from './rule.ts';
export { rules } from './rules/index.ts';
export { sarifOf } from './sarif.ts';
export { loadSourceTools, type SourceTools } from './source-parser.ts';
