import { defineStep, expression, optionsOf, outputOf, reference } from '../../step.ts'

/** Deletes the tasks about something that are no longer needed. */
export const deleteTask = defineStep({
  name: 'delete-task',
  label: { en: 'Delete tasks', 'zh-CN': '删除任务' },
  help: { en: 'Deletes the tasks for which a condition holds', 'zh-CN': '删除满足条件的任务' },
  icon: 'close-square',
  group: 'tasks',
  order: 20,
  effect: 'records',
  options: optionsOf(
    {
      object: reference('object', 'The object that keeps tasks'),
      where: expression('boolean', 'Over each task; the record of the run is “record”', { over: 'object' }),
    },
    ['object', 'where'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many' } }),
  async run(context, options) {
    const object = String(options.object)
    const where = context.deferred('/where')?.expression ?? null
    const ids = await context.find({ object, where, limit: 1000 })
    for (const id of ids) await context.records.remove(context.actor, { object, id })
    return { kind: 'done', output: { count: ids.length } }
  },
  examples: [{ options: { object: 'todo', where: 'ticket == record.id' } }],
})
