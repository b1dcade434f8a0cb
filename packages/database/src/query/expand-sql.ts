import type { ExpandNode } from './expand.ts'
import { filterSql } from './filter.ts'
import { createJoins } from './joins.ts'
import { orderBy } from './keyset.ts'
import { selectOf, selectOutputs } from './output.ts'
import { pointsTo } from './pointing.ts'
import type { PointedAt } from './pointing.ts'
import { accessConditions, demandOpen, fieldOf, pathSql } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import { trackedScope } from './record-source.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'

/** The record of a scope as the columns of one row: its own outputs, then the collections that are expanded. */
export function selectRecord(
  env: SqlEnvironment,
  scope: RecordScope,
  { fields, expand, more = [] }: { fields: readonly string[]; expand: readonly ExpandNode[]; more?: readonly string[] },
): string {
  const own = selectOutputs(env, scope, fields)
  const outputs = [own.columns, ...more].join(', ')
  if (expand.length === 0) return selectOf({ ...own, columns: outputs })
  const owner = { object: scope.object.name, key: scope.column(fieldOf(scope.object, 'id')) }
  const parts = expand.map((node) => {
    const { name } = node.collection
    const at = env.alias()
    const page = `json_build_object('more', ${at}.more) as ${quoteName(`${name}_page`)}`
    return {
      columns: `${at}.data as ${quoteName(name)}, ${page}`,
      source: `(${collectionSql(env, node, owner)}) ${at}`,
    }
  })
  const columns = parts.map((part) => part.columns)
  return selectOf({
    columns: [outputs, ...columns].join(', '),
    sources: [...own.sources, ...parts.map(({ source }) => source)],
  })
}

/** One row: the collection's records as JSON, and whether there are more than the limit. */
function collectionSql(env: SqlEnvironment, node: ExpandNode, owner: PointedAt): string {
  const { object, limit, keys, expand } = node
  const [table, row, record] = [env.alias(), env.alias(), env.alias()]
  const joins = createJoins(env, object, table)
  const conditions = [`${table}."deleted_at" is null`, ...conditionsOf(env, node, { table, scope: joins.scope, owner })]
  const order = orderBy(keys.map((sortKey) => ({ ...sortKey, sql: pathSql(env, joins.scope, sortKey.path) })))
  const { scope, columns } = trackedScope(env, object, row)
  const outputs = selectRecord(env, scope, { fields: node.fields, expand })
  const chosen = [...columns].map((column) => `${table}.${quoteName(column)}`)
  const rows =
    `select ${chosen.join(', ') || 'null'} from ${quoteName(object.table)} ${table}${joins.sql()}` +
    ` where ${conditions.join(' and ')} ${order} limit ${limit + 1}`
  const numbered = `select row_to_json(${record}) as record, row_number() over () as place from (${rows}) ${row}, lateral (${outputs}) ${record}`
  return (
    `select coalesce(json_agg(record) filter (where place <= ${limit}), '[]'::json) as data,` +
    ` count(*) > ${limit} as more from (${numbered}) ${env.alias()}`
  )
}

interface Place {
  table: string
  scope: RecordScope
  /** the record that the collection belongs to */
  owner: PointedAt
}

function conditionsOf(
  env: SqlEnvironment,
  { object, collection, filter, slot }: ExpandNode,
  { table, scope, owner }: Place,
): string[] {
  const literal = (index: number) => ({ from: 'input', name: slot + index }) as const
  const field = fieldOf(object, collection.field)
  demandOpen(env, object, field.name)
  return [
    pointsTo(field, scope.column(field), owner),
    // who reads a record reads it for its lines too, so these need no second look at it
    ...accessConditions(env, object, table, { withMaster: !collection.isLines }),
    ...(filter ? [`(${filterSql(env, scope, filter, literal)})`] : []),
  ]
}
