export { given, type Given, type Outcome } from './given.ts';
export { handled, type Handled, type HandledSetting, type Holdings } from './handled.ts';
export type { FuzzDocument } from './fuzz-endpoint.ts';
export { fuzzRoutes, type FuzzReport, type FuzzSetting, type FuzzShot } from './http-fuzz.ts';
