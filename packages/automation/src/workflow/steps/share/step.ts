import { appError } from '@fieldwork/metadata'
import { defineStep, expression, optionsOf, outputOf, reference, target } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Shares a record with a person, department or role. */
export const share = defineStep({
  name: 'share',
  label: { en: 'Share record', 'zh-CN': '共享记录' },
  help: { en: 'Shares a record with a person, department or role', 'zh-CN': '将记录共享给人员、部门或角色' },
  icon: 'share-alt',
  group: 'people',
  order: 40,
  effect: 'records',
  options: optionsOf({
    ...target,
    user: expression('user', 'With this user'),
    department: expression('record', 'With this department and those below it'),
    role: reference('role', 'With everybody who has this role'),
    level: { enum: ['read', 'edit'], description: 'What they may do; read when left out' },
    until: expression('date', 'The last day; without end when left out'),
  }),
  output: outputOf({ id: { type: 'string', description: 'The share' } }),
  async run(context, options) {
    const { user, department, role, level, until } = options as Record<string, string | undefined>
    const to = { ...(user && { user }), ...(department && { department }), ...(role && { role }) }
    if (Object.keys(to).length !== 1) throw appError('invalid_request', { reason: 'share: user, department or role' })
    const about = { ...targetOf(context, options), to, until: until ?? null }
    const { id } = await context.records.share(context.actor, { ...about, level: level === 'edit' ? 'edit' : 'read' })
    return { kind: 'done', output: { id } }
  },
  examples: [{ options: { user: 'user', until: 'today() + 7' } }],
})
