import { defineStep, expression, optionsOf, outputOf, target, template } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Gives a record another owner. */
export const assignOwner = defineStep({
  name: 'assign-owner',
  label: { en: 'Assign owner', 'zh-CN': '分配负责人' },
  help: { en: 'Gives a record another owner, with an assignment record', 'zh-CN': '变更记录的负责人，并生成分配记录' },
  icon: 'user-switch',
  group: 'people',
  order: 10,
  effect: 'records',
  options: optionsOf({ ...target, owner: expression('user', 'The new owner'), reason: template('Why') }, ['owner']),
  output: outputOf({
    owner: { type: 'string', format: 'uuid', 'x-record': { object: 'user' }, description: 'The owner' },
  }),
  async run(context, options) {
    const { owner, reason } = options as { owner: string; reason?: string }
    const about = { ...targetOf(context, options), owner, ...(reason && { reason }) }
    await context.records.assign(context.actor, { ...about, method: 'auto_distribute' })
    return { kind: 'done', output: { owner } }
  },
  examples: [{ options: { owner: 'user', reason: 'For {{ name }}' } }],
})
