export {
  fuzzTranslator,
  type TranslatorFault,
  type TranslatorFuzzReport,
  type TranslatorFuzzSetting,
} from './fuzz-translator.ts';
export { consumerExpectations, type ConsumerExpectation } from './consumer-expectations.ts';
export { given, type Given, type Outcome } from './given.ts';
export { handled, type Handled, type HandledSetting, type Holdings } from './handled.ts';
export type { FuzzDocument } from './fuzz-endpoint.ts';
export { fuzzRoutes, type FuzzReport, type FuzzSetting, type FuzzShot } from './http-fuzz.ts';
export { ManualTime } from './manual-time.ts';
export { provisionedDatabase, type ProvisionedDatabase } from './provisioned-database.ts';
export {
  rigProjections,
  rigTallies,
  storeConformance,
  type ConformanceTest,
  type StoreRig,
} from './store-conformance.ts';
export { SeededRandom } from './seeded-random.ts';
export { tcpProxy, type TcpProxy } from './tcp-proxy.ts';
