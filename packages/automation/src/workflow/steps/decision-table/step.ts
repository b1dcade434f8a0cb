import { defineStep, expression, optionsOf, outputOf, reference } from '../../step.ts'

interface Row {
  when: unknown
  order?: number
  vars?: Record<string, unknown>
  way?: string
}

/** Sets variables and chooses a way by the first row of a table whose condition holds. */
export const decisionTable = defineStep({
  name: 'decision-table',
  label: { en: 'Decision table', 'zh-CN': '决策表' },
  help: {
    en: 'Takes the first row whose condition holds: its values become variables, its way is gone',
    'zh-CN': '取首个条件成立的行：其值写入变量，并进入其分支',
  },
  icon: 'table',
  group: 'flow',
  order: 20,
  effect: 'control',
  branches: 'options',
  options: optionsOf(
    {
      ways: {
        type: 'object',
        maxProperties: 50,
        description: 'Ways that rows may name',
        propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
        'x-branches': true,
        additionalProperties: optionsOf({
          label: { type: 'string', maxLength: 100, description: 'What the designer shows' },
        }),
      },
      rows: {
        type: 'object',
        minProperties: 1,
        maxProperties: 200,
        description: 'The rows, by name',
        additionalProperties: optionsOf(
          {
            when: expression('boolean', 'It is taken when this holds'),
            order: { type: 'number', description: 'Place among the rows, smallest first' },
            way: reference('branch', 'The way that is gone; on when left out'),
            vars: {
              type: 'object',
              maxProperties: 50,
              description: 'By variable: its value',
              additionalProperties: expression('any', 'The value'),
            },
          },
          ['when'],
        ),
      },
    },
    ['rows'],
  ),
  output: outputOf({ row: { type: 'string', description: 'The row that was taken; empty: none' } }),
  async run(_, options) {
    const rows = Object.entries(options.rows as Record<string, Row>)
    const sorted = rows.toSorted(([, a], [, b]) => (a.order ?? 1000) - (b.order ?? 1000))
    const [name, row] = sorted.find(([, { when }]) => when === true) ?? []
    const way = row?.way === undefined ? {} : { branch: row.way }
    return { kind: 'done', output: { row: name ?? '' }, vars: row?.vars ?? {}, ...way }
  },
  examples: [{ options: { rows: { a: { when: 'name != null', vars: { level: '2' } } } } }],
})
