export { checkRegistry, publishedContracts, type OwnedContract } from './check-registry.ts';
export { consumersOf, namedConsumers, type Consumer } from './consumers.ts';
export {
  readRegistryFile,
  registryFileName,
  registryFileOf,
  registryText,
  type RegisteredVersion,
  type RegistryFile,
  type RegistryText,
} from './registry-file.ts';
