import { appError } from '@fieldwork/metadata'
import { defineStep, expression, optionsOf, outputOf, reference } from '../../step.ts'
import type { StepContext } from '../../step.ts'

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
  options: optionsOf({
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
    limit: {
      type: 'integer',
      minimum: 1,
      maximum: most,
      description: 'Rounds at most; 1,000 when left out. With more the run fails',
    },
  }),
  output: outputOf({ rounds: { type: 'integer', description: 'How many rounds there were' } }),
  async run(context, options) {
    const { limit = 1000 } = options as { limit?: number }
    if ('while' in options) {
      if (options.while !== true) return { kind: 'done', output: { rounds: context.round } }
      if (context.round >= limit) throw tooMany(limit)
      return { kind: 'again', branch: 'each' }
    }
    const items = await itemsOf(context, options, limit + 1)
    if (items.length > limit) throw tooMany(limit)
    return { kind: 'rounds', branch: 'each', items }
  },
  examples: [{ options: { object: 'todo', where: 'ticket == record.id', sort: 'name' }, branches: { each: 'end' } }],
})

const tooMany = (limit: number) =>
  appError('workflow_limit', { limit, what: { en: 'rounds of a loop', 'zh-CN': '轮循环' } })

async function itemsOf(context: StepContext, options: Record<string, unknown>, limit: number): Promise<unknown[]> {
  const { list, collection, object, sort } = options as {
    list?: unknown
    collection?: string
    object?: string
    sort?: string
  }
  if (Array.isArray(list)) return list
  const where = context.deferred('/where')?.expression ?? null
  const order = sort === undefined ? {} : { sort }
  if (object !== undefined) return context.find({ object, where, limit, ...order })
  if (collection === undefined) return []
  const child = context.collection(collection)
  return context.find({ object: child.object, via: child.field, where, limit, ...order })
}
