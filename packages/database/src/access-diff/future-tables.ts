import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import { desiredTables } from '../schema/desired-schema.ts'
import type { DesiredColumn, DesiredTable } from '../schema/desired-schema.ts'

/** Why what a draft says of records cannot be asked before it is published. */
export type Obstacle = 'converted' | 'filled' | 'brought_back'

/** The tables as a draft wants them, for statements that run before it is published. */
export interface FutureTables {
  /** to stand before a statement: columns and tables that are not there yet, as empty as they will begin */
  prefix(text: string): string
  /** null: the statement means after the publish what it means now */
  obstacle(text: string): Obstacle | null
  /** records of the object have a table */
  has(table: string): boolean
}

interface ChangedTable {
  table: string
  /** what stands for the table; null: it is as it will be */
  source: string | null
  obstacles: { column: string; why: Obstacle }[]
}

const columnsText =
  'select c.relname as table, array_agg(a.attname::text) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid' +
  " where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped group by 1"

/** Compares the tables that a draft touches with what is there. */
export async function futureTables(
  db: Pick<Database, 'query' | 'schema'>,
  { before, after }: { before: Catalog; after: Catalog },
): Promise<FutureTables> {
  const { rows } = await db.query<{ table: string; columns: string[] }>({
    text: columnsText,
    values: [quoteName(db.schema)],
  })
  const found = new Map(rows.map(({ table, columns }) => [table, new Set(columns)]))
  const touched = [...after.objects.values()].filter((object) => before.objects.get(object.name) !== object)
  const wanted = desiredTables(after, new Set(touched.map(({ name }) => name)))
  const changed = wanted.map((table) => compareTable(table, { before, after, found: found.get(table.name) }))
  return {
    has: (table) => found.has(table),
    prefix: (text) => prefixOf(changed, text),
    obstacle: (text) => obstacleIn(changed, text),
  }
}

function prefixOf(changed: readonly ChangedTable[], text: string): string {
  const parts = changed.flatMap(({ table, source }) =>
    source !== null && text.includes(quoteName(table)) ? [`${quoteName(table)} as not materialized (${source})`] : [],
  )
  return parts.length === 0 ? '' : `with ${parts.join(', ')} `
}

const obstacleIn = (changed: readonly ChangedTable[], text: string): Obstacle | null =>
  changed
    .filter(({ table }) => text.includes(quoteName(table)))
    .flatMap(({ obstacles }) => obstacles)
    .find(({ column }) => text.includes(`.${quoteName(column)}`))?.why ?? null

interface Compared {
  before: Catalog
  after: Catalog
  /** columns; undefined: there is no such table */
  found: ReadonlySet<string> | undefined
}

function compareTable(wanted: DesiredTable, { before, after, found }: Compared): ChangedTable {
  const { object, name: table, columns } = wanted
  if (found === undefined) {
    return { table, source: `select ${columns.map(emptySql).join(', ')} where false`, obstacles: [] }
  }
  const [former] = before.objects.has(object) ? desiredTables(before, new Set([object])) : []
  const sides = { found, former, before: before.objects.get(object), after: after.object(object) }
  const obstacles = columns.flatMap((column) => {
    const why = found.has(column.name) ? whyOther(column, sides) : whyFilled(column, found)
    return why === null ? [] : [{ column: column.name, why }]
  })
  const added = columns.filter((column) => !found.has(column.name)).map(emptySql)
  const source = added.length === 0 ? null : `select t.*, ${added.join(', ')} from ${quoteName(table)} t`
  return { table, source, obstacles }
}

const emptySql = ({ name, type, default: filling }: DesiredColumn): string =>
  `${filling ?? 'null'}::${type} as ${quoteName(name)}`

/** A column that will be new, but not empty. */
function whyFilled({ name, derived }: DesiredColumn, found: ReadonlySet<string>): Obstacle | null {
  // departments of owners who are there already are filled in by a task
  return derived || (name === OWNER_DEPARTMENT && found.has('owner')) ? 'filled' : null
}

interface Sides {
  former: DesiredTable | undefined
  before: CompiledObject | undefined
  after: CompiledObject
}

/** A column that is there, but will not hold what it holds now. */
function whyOther(column: DesiredColumn, { former, before, after }: Sides): Obstacle | null {
  if (column.field === null) return null
  const { name } = column.field
  const known = former?.columns.find((each) => each.name === column.name && each.field?.name === name)
  if (known === undefined) return 'brought_back'
  if (known.type !== column.type || known.reference !== column.reference) return 'converted'
  const [one, other] = [before, after].map((object) => JSON.stringify(object?.fields.get(name)?.property))
  return column.derived && one !== other ? 'filled' : null
}
