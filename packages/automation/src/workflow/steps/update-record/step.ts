import { defineStep, fieldValues, optionsOf, outputOf, recordOutput, target } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Changes fields of a record. */
export const updateRecord = defineStep({
  name: 'update-record',
  label: { en: 'Change record', 'zh-CN': '更新记录' },
  help: { en: 'Sets fields of a record', 'zh-CN': '更新记录的字段' },
  icon: 'edit',
  group: 'records',
  order: 20,
  effect: 'records',
  options: optionsOf({ ...target, values: fieldValues('By field: its new value') }, ['values']),
  output: outputOf({ id: recordOutput() }),
  async run(context, options) {
    const { object, id } = targetOf(context, options)
    const values = options.values as Record<string, unknown>
    await context.records.update(context.actor, { object, id, values })
    return { kind: 'done', output: { id } }
  },
  examples: [{ options: { values: { name: "'changed'" } } }],
})
