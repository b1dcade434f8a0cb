import { defineStep, expression, optionsOf, outputOf, target } from '../../step.ts'
import { peopleOf } from '../../people-of.ts'
import { targetOf } from '../../target-of.ts'

/** Remove people from the related staff of a record. */
export const removeMembers = defineStep({
  name: 'remove-members',
  label: { en: 'Remove related staff', 'zh-CN': '移除相关人员' },
  help: { en: 'Remove related staff of a record', 'zh-CN': '移除相关人员' },
  icon: 'usergroup-delete',
  group: 'people',
  order: 30,
  effect: 'records',
  options: optionsOf(
    {
      ...target,
      people: expression('any', 'A user, or a list of users'),
    },
    ['people'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many people' } }),
  async run(context, options) {
    const about = targetOf(context, options)
    const { members } = await context.records.grants(context.actor, about)
    const present = new Set(members.map(({ user }) => user.id))
    const people = peopleOf(options.people).filter((id) => present.has(id))
    await context.records.changeMembers(context.actor, {
      ...about,
      add: [],
      remove: people,
      level: 'edit',
    })
    return { kind: 'done', output: { count: people.length } }
  },
  examples: [{ options: { people: 'user' } }],
})
