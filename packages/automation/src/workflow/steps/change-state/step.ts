import { defineStep, fieldValues, optionsOf, outputOf, recordOutput, reference, target, template } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Takes a record from one state to another. */
export const changeState = defineStep({
  name: 'change-state',
  label: { en: 'Change status', 'zh-CN': '变更状态' },
  help: { en: 'Does a transition of a record', 'zh-CN': '执行记录的状态转换' },
  icon: 'retweet',
  group: 'records',
  order: 25,
  effect: 'records',
  options: optionsOf(
    {
      ...target,
      transition: reference('transition', 'The transition', 'object'),
      values: fieldValues('By field: what is written together with it'),
      reason: template('Why'),
    },
    ['transition'],
  ),
  output: outputOf({ id: recordOutput() }),
  async run(context, options) {
    const { transition, values, reason } = options as {
      transition: string
      values?: Record<string, unknown>
      reason?: string
    }
    const about = targetOf(context, options)
    const more = { ...(values && { values }), ...(reason !== undefined && { reason }) }
    await context.records.transition(context.actor, { ...about, transition, ...more })
    return { kind: 'done', output: { id: about.id } }
  },
  examples: [{ options: { transition: 'close' } }],
})
