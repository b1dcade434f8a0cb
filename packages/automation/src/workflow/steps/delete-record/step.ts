import { defineStep, optionsOf, outputOf, target } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Moves a record into the recycle bin. */
export const deleteRecord = defineStep({
  name: 'delete-record',
  label: { en: 'Delete record', 'zh-CN': '删除记录' },
  help: { en: 'Moves a record into the recycle bin', 'zh-CN': '将记录移入回收站' },
  icon: 'delete',
  group: 'records',
  order: 30,
  effect: 'records',
  options: optionsOf(target),
  output: outputOf({}),
  async run(context, options) {
    const { object, id } = targetOf(context, options)
    await context.records.remove(context.actor, { object, id })
    return { kind: 'done' }
  },
  examples: [{ options: {} }],
})
