import { appError } from '@fieldwork/metadata'
import { defineStep, expression, optionsOf, outputOf, reference } from '../../step.ts'
import type { StepContext, StepResult } from '../../step.ts'

const most = 10_000

/** Goes through a branch for each of several records or values, or while a condition holds. */
export const loop = defineStep({
  name: 'loop',
  label: { en: 'Loop', 'zh-CN': '循环' },
  help: {
    en: 'Goes through its branch for each child record, each record found or each value, or while a condition holds',
    'zh-CN': '对每条子记录、每条查询结果或每个值执行分支，或在条件成立期间重复执行',
  },
  icon: 'reload',
  group: 'flow',
  order: 30,
  effect: 'control',
  branches: ['each'],
  returns: true,
  item: { object: 'object', collection: 'collection', list: 'list' },
  options: {
    ...optionsOf({
      collection: reference('collection', 'The child records of the record of the run', 'of'),
      object: reference('object', 'Whose records are looked for'),
      where: expression('boolean', 'Over each of the records that are looked for', { over: 'object' }),
      sort: {
        type: 'string',
        maxLength: 200,
        pattern: '^-?[a-z][a-z0-9_]*(, ?-?[a-z][a-z0-9_]*)*$',
        description: '-amount,name',
      },
      list: expression('any', 'A list of values or records'),
      while: expression('boolean', 'Once more as long as this holds'),
      batch: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        description: 'Records are looked for so many at a time, in the order of their ids: for very many',
        'x-label': { en: 'In batches of', 'zh-CN': '每批条数' },
      },
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 1_000_000,
        description: 'Rounds at most; 1,000 when left out, 100,000 in batches. With more the run fails',
      },
    }),
    // parts of a query need an order of their own
    dependentSchemas: { batch: { properties: { sort: false, list: false, while: false } } },
  },
  output: outputOf({ rounds: { type: 'integer', description: 'How many rounds there were' } }),
  async run(context, options) {
    const { batch } = options as { batch?: number }
    const { limit = batch === undefined ? 1000 : 100_000 } = options as { limit?: number }
    if ('while' in options) {
      if (options.while !== true) return { kind: 'done', output: { rounds: context.round } }
      if (context.round >= limit) throw tooMany(limit)
      return { kind: 'again', branch: 'each' }
    }
    if (batch !== undefined) return nextBatch(context, options, { batch, limit })
    if (limit > most) throw tooMany(most)
    const items = await itemsOf(context, options, limit + 1)
    if (items.length > limit) throw tooMany(limit)
    return { kind: 'rounds', branch: 'each', items }
  },
  examples: [
    { options: { object: 'todo', where: 'ticket == record.id', batch: 2 }, branches: { each: 'end' } },
    { options: { object: 'todo', where: 'ticket == record.id', sort: 'name' }, branches: { each: 'end' } },
  ],
})

const tooMany = (limit: number) =>
  appError('workflow_limit', { limit, what: { en: 'rounds of a loop', 'zh-CN': '轮循环' } })

async function itemsOf(context: StepContext, options: Record<string, unknown>, limit: number): Promise<unknown[]> {
  const { list, sort } = options as { list?: unknown; sort?: string }
  if (Array.isArray(list)) return list
  const source = sourceOf(context, options)
  return source === null ? [] : context.find({ ...source, limit, ...(sort !== undefined && { sort }) })
}

/** Whose records it goes through; null: it names none. */
function sourceOf(context: StepContext, { collection, object }: Record<string, unknown>) {
  const where = context.deferred('/where')?.expression ?? null
  if (typeof object === 'string') return { object, where }
  if (typeof collection !== 'string') return null
  const child = context.collection(collection)
  return { object: child.object, via: child.field, where }
}

/** The records after those of the batches before: what is written meanwhile neither repeats nor moves any. */
async function nextBatch(
  context: StepContext,
  options: Record<string, unknown>,
  { batch, limit }: { batch: number; limit: number },
): Promise<StepResult> {
  const source = sourceOf(context, options)
  if (source === null || 'sort' in options) throw appError('invalid_request', { reason: 'loop: batch' })
  const after = (context.progress?.after as string | undefined) ?? null
  const items = await context.find({ ...source, after, limit: batch })
  if (context.round + items.length > limit) throw tooMany(limit)
  const isLast = items.length < batch
  return { kind: 'rounds', branch: 'each', items, ...(!isLast && { more: { after: items.at(-1)! } }) }
}
