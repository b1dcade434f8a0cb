import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import type { QueryContext } from './context.ts'
import { readExpand } from './expand-text.ts'
import type { ExpandText } from './expand-text.ts'
import { parseFilter } from './filter.ts'
import type { Filter } from './filter.ts'
import { outputFields } from './output.ts'
import { parseSort } from './sort.ts'
import type { SortKey } from './sort.ts'
import { fieldAt } from './sort.ts'
import { namesKey } from './sql-environment.ts'
import { cached } from './statement-cache.ts'
import { unknownNames } from './unknown-names.ts'

const defaultLimit = 50
const maxLimit = 500
const maxDepth = 3
const maxCollections = 20
/** records that one answer may hold, the expanded ones counted */
const maxRecords = 500_000

/** A collection that is read with each record. */
export interface ExpandNode {
  collection: CompiledCollection
  object: CompiledObject
  fields: string[]
  keys: SortKey[]
  limit: number
  filter: Filter | null
  /** names the inputs that its filter's literals are */
  slot: string
  expand: ExpandNode[]
}

export interface ExpandPlan {
  nodes: ExpandNode[]
  /** stands for the plan in cache keys: equal shapes give equal statements */
  shape: string
  /** the literals of all filters, by input name */
  inputs: Readonly<Record<string, unknown>>
  /** records that come with each record at most */
  records: number
}

const nothing: ExpandPlan = { nodes: [], shape: '', inputs: {}, records: 0 }

export interface ExpandInput {
  object: string
  /** `lines(limit:5,sort:-amount,filter:…,fields:a,b,expand:…)` */
  expand: string | undefined
  /** records that the answer holds by itself */
  limit: number
}

/** @throws invalid_request: every problem of every collection */
export function parseExpand(ctx: QueryContext, { object, expand, limit }: ExpandInput): ExpandPlan {
  if (expand === undefined || expand.trim() === '') return nothing
  const plan = cached(ctx.catalog, `expand\n${namesKey(ctx)}${object}\n${expand}`, () => planOf(ctx, object, expand))
  const records = limit * (1 + plan.records)
  if (records > maxRecords) throw invalidExpand([tooManyRecords(records)])
  return plan
}

interface Reading {
  ctx: QueryContext
  problems: Problem[]
  inputs: Record<string, unknown>
  count: number
}

function planOf(ctx: QueryContext, object: string, expand: string): ExpandPlan {
  const reading: Reading = { ctx, problems: [], inputs: {}, count: 0 }
  const texts = readExpand(expand, reading.problems)
  const nodes = readNodes(reading, { object: ctx.catalog.object(object), texts, trail: [] })
  if (reading.count > maxCollections) reading.problems.push(tooManyCollections)
  if (reading.problems.length > 0) throw invalidExpand(reading.problems)
  return { nodes, shape: JSON.stringify(nodes.map(shapeOf)), inputs: reading.inputs, records: recordsOf(nodes) }
}

interface Level {
  object: CompiledObject
  texts: ExpandText[]
  trail: string[]
}

function readNodes(reading: Reading, { object, texts, trail }: Level): ExpandNode[] {
  const names = new Set<string>()
  return texts.flatMap((text) => {
    const path = [...trail, text.name]
    const collection = knownCollection(reading.ctx, object, text.name)
    if (collection && path.length <= maxDepth && !names.has(text.name)) {
      names.add(text.name)
      return [readNode(reading, { collection, text, path })]
    }
    const isDeep = path.length > maxDepth
    reading.problems.push(
      !collection ? unknownCollection(reading.ctx, object, path) : isDeep ? tooDeep(path) : repeatedName(path),
    )
    return []
  })
}

/** A collection by a field that does not exist for the actor, or of records that are closed to him, does not either. */
function knownCollection(ctx: QueryContext, object: CompiledObject, name: string) {
  const collection = object.collections.get(name)
  return collection && unknownNames(ctx)(collection.object).has(collection.field) ? undefined : collection
}

interface NodeInput {
  collection: CompiledCollection
  text: ExpandText
  path: string[]
}

function readNode(reading: Reading, { collection, text, path }: NodeInput): ExpandNode {
  const { ctx } = reading
  const object = ctx.catalog.object(collection.object)
  const slot = `x${reading.count++}_`
  const { options } = text
  const attempt = <T>(fallback: T, read: () => T): T => attempted(reading, { path, fallback, read })
  const filter = attempt(null, () => parseFilter(ctx, object.name, options.filter))
  filter?.literals.forEach((value, i) => (reading.inputs[slot + i] = value))
  return {
    collection,
    object,
    fields: attempt([], () => checkedFields(ctx, object, options.fields)),
    keys: attempt([], () => parseSort(ctx, object, options.sort ?? defaultSort(object, collection))),
    limit: attempt(defaultLimit, () => readCount(options.limit)),
    filter,
    slot,
    expand: readNodes(reading, { object, texts: text.expand, trail: path }),
  }
}

/** Lines stand in their own order, other records newest first. */
function defaultSort({ master }: CompiledObject, { isLines, field }: CompiledCollection): string | undefined {
  if (!isLines || master?.field !== field) return undefined
  return master.position === null ? 'created_at' : `${master.position},created_at`
}

function checkedFields(ctx: QueryContext, object: CompiledObject, fields: string | undefined): string[] {
  const names = outputFields(
    ctx,
    object,
    fields?.split(',').map((name) => name.trim()),
  )
  const problems = names.flatMap((name) => {
    try {
      fieldAt(ctx, object, name.split('.'))
      return []
    } catch (error) {
      return problemsOf(error)
    }
  })
  if (problems.length > 0) throw appError('invalid_request', {}, problems)
  return names
}

function readCount(text: string | undefined): number {
  if (text === undefined) return defaultLimit
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= maxLimit) return count
  throw appError('invalid_request', {}, [outOfRange(text)])
}

function attempted<T>(
  { problems }: Reading,
  { path, fallback, read }: { path: string[]; fallback: T; read: () => T },
): T {
  try {
    return read()
  } catch (error) {
    for (const problem of problemsOf(error)) {
      problems.push({ ...problem, params: { ...problem.params, expand: path.join('.') } })
    }
    return fallback
  }
}

function problemsOf(error: unknown): Problem[] {
  if (!(error instanceof AppError)) throw error
  const { code, localized, params, problems } = error
  return problems.length > 0 ? problems : [{ code, message: localized, params }]
}

const shapeOf = ({ collection, fields, keys, limit, filter, slot, expand }: ExpandNode): unknown => [
  collection.name,
  fields,
  keys.map(({ path, descending }) => [path, descending]),
  limit,
  slot,
  filter?.expression.shape,
  expand.map(shapeOf),
]

const recordsOf = (nodes: readonly ExpandNode[]): number =>
  nodes.reduce((sum, { limit, expand }) => sum + limit * (1 + recordsOf(expand)), 0)

function invalidExpand(problems: Problem[]) {
  return appError('invalid_request', { reason: 'expand' }, problems)
}

const problem = (code: string, message: LocalizedText, params?: Record<string, unknown>): Problem => ({
  code,
  message,
  params: { parameter: 'expand', ...params },
})

function unknownCollection(ctx: QueryContext, object: CompiledObject, path: string[]): Problem {
  const names = [...object.collections.keys()].filter((name) => knownCollection(ctx, object, name))
  const known = names.join(', ') || '–'
  const name = path.at(-1)
  const message = {
    en: `“${object.label.en}” has no collection “${name}”; there are: ${known}`,
    'zh-CN': `“${object.label['zh-CN']}”没有名为“${name}”的集合，可用集合：${known}`,
  }
  return problem('unknown_collection', message, { expand: path.join('.') })
}

const repeatedName = (path: string[]): Problem =>
  problem(
    'repeated_name',
    { en: `“${path.join('.')}” is expanded twice`, 'zh-CN': `“${path.join('.')}”重复展开` },
    { expand: path.join('.') },
  )

const tooDeep = (path: string[]): Problem =>
  problem(
    'too_deep',
    { en: `Collections are expanded ${maxDepth} deep at most`, 'zh-CN': `最多展开 ${maxDepth} 层` },
    { expand: path.join('.') },
  )

const outOfRange = (limit: string): Problem =>
  problem(
    'out_of_range',
    {
      en: `“limit:${limit}” is not a whole number from 1 to ${maxLimit}`,
      'zh-CN': `limit:${limit} 应为 1 至 ${maxLimit} 的整数`,
    },
    { minimum: 1, maximum: maxLimit },
  )

const tooManyCollections = problem('too_many', {
  en: `At most ${maxCollections} collections are expanded at once`,
  'zh-CN': `一次最多展开 ${maxCollections} 个集合`,
})

const tooManyRecords = (records: number): Problem =>
  problem(
    'too_many',
    {
      en: `The answer could hold ${records} records; ask for at most ${maxRecords} by lower limits`,
      'zh-CN': `结果最多可达 ${records} 条记录，请降低 limit，使其不超过 ${maxRecords} 条`,
    },
    { maximum: maxRecords },
  )
