import { defineStep, expression, optionsOf, outputOf, target } from '../../step.ts'
import { peopleOf } from '../../people-of.ts'
import { targetOf } from '../../target-of.ts'

/** Add people to the related staff of a record. */
export const addMembers = defineStep({
  name: 'add-members',
  label: { en: 'Add related staff', 'zh-CN': '添加相关人员' },
  help: { en: 'Add related staff of a record', 'zh-CN': '添加相关人员' },
  icon: 'usergroup-add',
  group: 'people',
  order: 20,
  effect: 'records',
  options: optionsOf(
    {
      ...target,
      people: expression('any', 'A user, or a list of users'),
      level: { enum: ['read', 'edit'], description: 'What they may do; edit when left out' },
    },
    ['people'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many people' } }),
  async run(context, options) {
    const people = peopleOf(options.people)
    await context.records.changeMembers(context.actor, {
      ...targetOf(context, options),
      add: people,
      remove: [],
      level: options.level === 'read' ? 'read' : 'edit',
    })
    return { kind: 'done', output: { count: people.length } }
  },
  examples: [{ options: { people: 'user' } }],
})
