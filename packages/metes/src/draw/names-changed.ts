/** Names that are new or gone. */
export function namesChanged(
  was: readonly string[],
  is: readonly string[],
): readonly { readonly name: string; readonly isNew: boolean }[] {
  return [
    ...is.filter((each) => !was.includes(each)).map((name) => ({ name, isNew: true })),
    ...was.filter((each) => !is.includes(each)).map((name) => ({ name, isNew: false })),
  ];
}
