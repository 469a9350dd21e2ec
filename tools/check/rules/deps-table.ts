/** Packages that the toolkit may need at run time without a decision that names them. */
export const FREE_RUNTIME_DEPENDENCIES = ['pg'];

/** Where decisions stand; one that names a package in backticks allows it. */
export const DECISIONS = 'docs/decisions';

/** Systems that a lock file has to serve: how their binaries name the system and the processor. */
export const SYSTEMS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'linux x64', pattern: /linux.*x64/ },
  { name: 'linux arm64', pattern: /linux.*arm64/ },
  { name: 'macOS x64', pattern: /darwin.*x64/ },
  { name: 'macOS arm64', pattern: /darwin.*arm64/ },
  { name: 'Windows x64', pattern: /(win32|windows).*x64/ },
];

/** The npm setting that keeps the address of a registry out of the lock file. */
export const NO_REGISTRY_IN_LOCK = 'omit-lockfile-registry-resolved=true';
