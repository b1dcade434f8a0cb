import { defineStep, optionsOf, outputOf, reference, target } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Makes other records of a record, as a conversion says. */
export const convertDocument = defineStep({
  name: 'convert-document',
  label: { en: 'Convert document', 'zh-CN': '单据转换' },
  help: { en: 'Makes other records of a record, as a conversion says', 'zh-CN': '按转换规则将单据转换为其他单据' },
  icon: 'swap',
  group: 'records',
  order: 50,
  effect: 'records',
  options: optionsOf({ ...target, conversion: reference('conversion', 'The conversion') }, ['conversion']),
  output: outputOf({
    targets: { type: 'object', description: 'By target: the record that was made or taken' },
    complete: { type: 'boolean', description: 'Nothing of the source remains' },
  }),
  async run(context, options) {
    const conversion = String(options.conversion)
    const { targets, complete } = await context.records.convert(context.actor, {
      ...targetOf(context, options),
      conversion,
      targets: {},
    })
    return { kind: 'done', output: { targets, complete } }
  },
  examples: [{ options: { conversion: 'copy_ticket' } }],
})
