import { defineStep, expression, optionsOf, outputOf } from '../../step.ts'

/** Chooses a way by conditions. */
export const branch = defineStep({
  name: 'branch',
  label: { en: 'Branch', 'zh-CN': '条件分支' },
  help: { en: 'Goes the first way whose condition holds, else on', 'zh-CN': '进入首个条件成立的分支，否则继续' },
  icon: 'branches',
  group: 'flow',
  order: 10,
  effect: 'control',
  branches: 'options',
  options: optionsOf(
    {
      cases: {
        type: 'object',
        minProperties: 1,
        maxProperties: 50,
        description: 'By way: its condition',
        propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
        'x-branches': true,
        additionalProperties: optionsOf(
          {
            when: expression('boolean', 'It is gone when this holds'),
            order: { type: 'number', description: 'Place among the conditions, smallest first' },
            label: { type: 'string', maxLength: 100, description: 'What the designer shows' },
          },
          ['when'],
        ),
      },
    },
    ['cases'],
  ),
  output: outputOf({ way: { type: 'string', description: 'The way that was gone; empty: on' } }),
  async run(_, options) {
    const cases = Object.entries(options.cases as Record<string, { when: unknown; order?: number }>)
    const sorted = cases.toSorted(([, a], [, b]) => (a.order ?? 1000) - (b.order ?? 1000))
    const chosen = sorted.find(([, { when }]) => when === true)?.[0]
    return { kind: 'done', output: { way: chosen ?? '' }, ...(chosen !== undefined && { branch: chosen }) }
  },
  examples: [
    {
      options: { cases: { big: { when: "name == 'x'" }, other: { when: 'true' } } },
      branches: { big: 'end', other: 'end' },
    },
  ],
})
