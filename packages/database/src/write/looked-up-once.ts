/**
 * A statement in which values that are read from other records, and that several of its parts ask for, are read by one
 * part in front of them.
 *
 * @param statement begins with `with`
 * @param values SQL that stands in it; later ones may hold earlier ones
 */
export function lookedUpOnce(statement: string, values: readonly string[]): string {
  const parts: string[] = []
  let [text, left] = [statement, [...values]]
  while (left.length > 0) {
    const [value = '', ...later] = left
    left = later
    if (!value.includes('(select ') || text.split(value).length <= 2) continue
    const name = `fw_found${parts.length}`
    const replaced = (sql: string): string => sql.replaceAll(value, `(select v from ${name})`)
    parts.push(`${name} as materialized (select ${value} as v)`)
    text = replaced(text)
    left = later.map(replaced)
  }
  return parts.length === 0 ? text : `with ${parts.join(', ')}, ${text.slice('with '.length)}`
}
