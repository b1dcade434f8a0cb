import type { SqlUnder } from '@fieldwork/expressions'

/** A hierarchy as SQL walks it. */
export interface Hierarchy {
  /** quoted table */
  table: string
  /** quoted column of the record above */
  parent: string
  /** conditions on the rows of an alias that count */
  seen(alias: string): string[]
  /** a name not used yet */
  alias(): string
}

/**
 * Whether a record of a hierarchy is the root or stands below it, at any depth; null where one of them is or cannot be
 * seen. One fixed root is walked down once for the whole statement; roots that differ by row are walked up to.
 */
export function underSql(hierarchy: Hierarchy, { item, root, isFixed }: Omit<SqlUnder, 'object'>): string {
  return isFixed ? walkDown(hierarchy, { item, root }) : walkUp(hierarchy, { item, root })
}

interface Asked {
  item: string
  root: string
}

function walkDown({ table, parent, seen, alias }: Hierarchy, { item, root }: Asked): string {
  const [first, next, walk] = [alias(), alias(), alias()]
  const start = [`${first}."id" = ${root}`, ...seen(first)].join(' and ')
  const down = [`${next}.${parent} = ${walk}.id`, ...seen(next)].join(' and ')
  const ids =
    `with recursive ${walk} (id) as (select ${first}."id" from ${table} ${first} where ${start}` +
    ` union select ${next}."id" from ${walk} join ${table} ${next} on ${down}) select ${walk}.id from ${walk}`
  return `(${item} = any(nullif(array(${ids}), '{}')))`
}

function walkUp({ table, parent, seen, alias }: Hierarchy, { item, root }: Asked): string {
  const [next, walk] = [alias(), alias()]
  const up = [`${next}."id" = ${walk}.id`, `${next}.${parent} is not null`, ...seen(next)].join(' and ')
  const ids =
    `with recursive ${walk} (id) as (select ${item} union select ${next}.${parent} from ${walk}` +
    ` join ${table} ${next} on ${up}) select ${walk}.id from ${walk}`
  return `(${root} = any(array(${ids})))`
}
