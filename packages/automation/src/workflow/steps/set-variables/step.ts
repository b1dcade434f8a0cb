import { defineStep, expression, optionsOf, outputOf } from '../../step.ts'

/** Gives variables new values. */
export const setVariables = defineStep({
  name: 'set-variables',
  label: { en: 'Set variables', 'zh-CN': '设置变量' },
  help: { en: 'Gives variables of the run new values', 'zh-CN': '更新运行变量的值' },
  icon: 'function',
  group: 'flow',
  order: 70,
  effect: 'control',
  options: optionsOf(
    {
      vars: {
        type: 'object',
        minProperties: 1,
        maxProperties: 50,
        description: 'By variable: its value',
        additionalProperties: expression('any', 'The value'),
      },
    },
    ['vars'],
  ),
  output: outputOf({}),
  async run(_, options) {
    return { kind: 'done', vars: options.vars as Record<string, unknown> }
  },
  examples: [{ options: { vars: { level: 'size(name)' } } }],
})
