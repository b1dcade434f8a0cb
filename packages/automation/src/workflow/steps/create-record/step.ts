import { defineStep, fieldValues, optionsOf, outputOf, recordOutput, reference } from '../../step.ts'

/** Creates a record of any object. */
export const createRecord = defineStep({
  name: 'create-record',
  label: { en: 'Create record', 'zh-CN': '新建记录' },
  help: { en: 'Creates a record with these values', 'zh-CN': '按给定的值新建一条记录' },
  icon: 'plus-square',
  group: 'records',
  order: 10,
  effect: 'records',
  options: optionsOf({ object: reference('object', 'Whose record'), values: fieldValues('By field: its value') }, [
    'object',
    'values',
  ]),
  output: outputOf({ id: recordOutput('object', 'The new record') }),
  async run({ records, actor }, options) {
    const { object, values } = options as { object: string; values: Record<string, unknown> }
    const { id } = await records.create(actor, { object, values })
    return { kind: 'done', output: { id } }
  },
  examples: [{ options: { object: 'ticket', values: { name: "'made'" } } }],
})
