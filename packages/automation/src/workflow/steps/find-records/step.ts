import { defineStep, expression, optionsOf, outputOf, recordOutput, reference } from '../../step.ts'

/** Looks for records. */
export const findRecords = defineStep({
  name: 'find-records',
  label: { en: 'Find records', 'zh-CN': '查找记录' },
  help: {
    en: 'Finds records for which a condition holds; the record of the run is “record” in it',
    'zh-CN': '查找满足条件的记录；条件中用 record 表示当前运行的记录',
  },
  icon: 'search',
  group: 'records',
  order: 40,
  effect: 'records',
  branches: ['none'],
  options: optionsOf(
    {
      object: reference('object', 'Whose records'),
      where: expression('boolean', 'Over each of them', { over: 'object' }),
      sort: {
        type: 'string',
        maxLength: 200,
        pattern: '^-?[a-z][a-z0-9_]*(, ?-?[a-z][a-z0-9_]*)*$',
        description: '-amount,name',
      },
      limit: { type: 'integer', minimum: 1, maximum: 10000, description: 'How many at most; 100 when left out' },
    },
    ['object'],
  ),
  output: outputOf({
    first: recordOutput('object', 'The first one'),
    ids: { type: 'array', items: recordOutput(), description: 'All of them' },
    count: { type: 'integer', description: 'How many' },
  }),
  async run(context, options) {
    const { object, sort, limit = 100 } = options as { object: string; sort?: string; limit?: number }
    const where = context.deferred('/where')?.expression ?? null
    const ids = await context.find({ object, where, limit, ...(sort !== undefined && { sort }) })
    const output = { first: ids[0] ?? null, ids, count: ids.length }
    return { kind: 'done', output, ...(ids.length === 0 && { branch: 'none' }) }
  },
  examples: [{ options: { object: 'ticket', where: 'name == record.name', sort: '-name', limit: 5 } }],
})
