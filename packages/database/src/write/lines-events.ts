import { appError } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { HistoryInput, QueryContext } from '../query/context.ts'
import { bindValues } from '../query/parameters.ts'
import { accessConditions } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { EventRow } from './history-entries.ts'
import { shownChanges } from './shown-changes.ts'

/** Where the events of a record and its lines are asked for. */
interface EventsInput {
  id: string
  /** id of the event before which they are */
  before: string
  limit: number
  collections: readonly CompiledCollection[]
  /** the events of the record itself too */
  withOwn: boolean
}

/**
 * The collections whose lines a history tells of; null: it is the record's alone.
 *
 * @throws invalid_request: the record has no such lines
 */
export function historyCollections(
  object: CompiledObject,
  { lines, collections }: Pick<HistoryInput, 'lines' | 'collections'>,
): CompiledCollection[] | null {
  const all = [...object.collections.values()].filter(({ isLines }) => isLines)
  if (collections === undefined) return lines ? all : null
  const found = all.filter(({ name }) => collections.includes(name))
  const unknown = collections.find((name) => !found.some((known) => known.name === name))
  if (unknown === undefined && found.length > 0) return found
  const known = all.map(({ name }) => name).join(', ') || '–'
  const reason = {
    en: `“${object.name}” has no lines “${unknown ?? ''}”; there are: ${known}`,
    'zh-CN': `“${object.name}”没有名为“${unknown ?? ''}”的明细，可用明细：${known}`,
  }
  throw appError('invalid_request', { reason })
}

const columnsOf = (ctx: QueryContext, object: string): string =>
  `e.id::text as event, e.version, e.op, to_json(e.at)#>>'{}' as at, e.actor, e.behalf, e.reason,` +
  ` ${shownChanges(ctx, object, 'e.changes')} as changes, e.record_id as record`

/** The events of a record and of the lines it has or had, as far as the actor may see these, newest first. */
export async function readMergedEvents(
  ctx: QueryContext,
  object: CompiledObject,
  { id, before, limit, collections, withOwn }: EventsInput,
): Promise<EventRow[]> {
  const env = createEnvironment(ctx)
  const record = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const page = `e.id < ${env.parameters.bind({ from: 'input', name: 'before' }, 'bigint')} order by e.id desc limit ${limit}`
  const own = `select ${columnsOf(ctx, object.name)}, null as collection, e.id from fw_event e where e.object = ${quoteText(object.name)} and e.record_id = ${record} and ${page}`
  const arms = collections.map((collection) => {
    const lines = linesSql(env, collection, record)
    return (
      `select ${columnsOf(ctx, collection.object)}, ${quoteText(collection.name)} as collection, e.id from fw_event e` +
      ` where e.object = ${quoteText(collection.object)} and e.record_id in (${lines}) and ${page}`
    )
  })
  const union = [...(withOwn ? [own] : []), ...arms].map((arm) => `(${arm})`).join(' union all ')
  const { rows } = await ctx.db.query<EventRow & Record<string, unknown>>({
    text: `select * from (${union}) merged order by id desc limit ${limit}`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { id, before } }),
  })
  return rows
}

/** Deleted lines too: their end is a part of the history. */
function linesSql(env: SqlEnvironment, { object, field }: CompiledCollection, master: string): string {
  const child = env.catalog.object(object)
  const alias = env.alias()
  const conditions = [
    `${alias}.${quoteName(child.fields.get(field)?.column ?? field)} = ${master}`,
    ...accessConditions(env, child, alias),
  ]
  return `select ${alias}."id" from ${quoteName(child.table)} ${alias} where ${conditions.join(' and ')}`
}
