import type { CmlCursor } from './cml-cursor.ts';
import type { CmlRelation } from './cml-model.ts';

/** What can stand between the two ends of a relation. */
const arrows = [
  '->',
  '<-',
  '<->',
  'Partnership',
  'Shared-Kernel',
  'Customer-Supplier',
  'Supplier-Customer',
  'Upstream-Downstream',
  'Downstream-Upstream',
];

/**
 * Reads a relation in any of the spellings of CML: `A [U,OHS]->[D,ACL] B`, `[U] A -> [D] B`, `A Customer-Supplier B`.
 *
 * @throws METES_DRAW_CML_SYNTAX
 */
export function parseRelation(cursor: CmlCursor): CmlRelation {
  const before = roles(cursor);
  const left = cursor.name('a relation between two bounded contexts');
  const leftRoles = [...before, ...roles(cursor)];
  const arrow = cursor.take();
  if (!arrows.includes(arrow.value))
    throw cursor.trouble(
      `"${arrow.value}" stands where a relation says what it is, such as -> or Partnership`,
      arrow,
    );
  const between = roles(cursor);
  const right = cursor.name('the other side of the relation');
  const rightRoles = [...between, ...roles(cursor)];
  const unknown: string[] = [];
  if (cursor.takes(':')) unknown.push(`named ${cursor.name('the name of the relation')}`);
  if (cursor.takes('{')) while (!cursor.takes('}')) unknown.push(cursor.skipStatement());
  return { left, leftRoles, arrow: arrow.value, rightRoles, right, unknown };
}

function roles(cursor: CmlCursor): string[] {
  if (!cursor.takes('[')) return [];
  const found = cursor.names('a role such as OHS or ACL');
  cursor.expect(']');
  return found;
}
