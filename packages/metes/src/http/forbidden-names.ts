/** True for the names by which a careless merge would change the prototype of everything. */
export function isForbiddenName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}
