/** With a part changed; what is undefined is left out. */
export function changedRole<T extends object>(value: T, change: { [Key in keyof T]?: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries({ ...value, ...change }).filter(([, entry]) => entry !== undefined)) as T
}
