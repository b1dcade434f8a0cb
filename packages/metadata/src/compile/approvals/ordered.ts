/** The entries of a keyed map in their places; those without one come last, by key. */
export function ordered<T extends { order?: number }>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  const place = ({ order = Number.MAX_VALUE }: T) => order
  return Object.entries(map ?? {}).sort(([a, x], [b, y]) => place(x) - place(y) || (a < b ? -1 : 1))
}
