/**
 * What becomes of a field: it stays as it is, only its spelling changes, it gets another name, it is really restructured
 * (another unit, other words, several fields in one, another level), or the foreign model does not have it.
 */
export type FieldChange = 'unchanged' | 'spelling' | 'renamed' | 'restructured' | 'added';
