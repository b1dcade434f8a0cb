import { defineStep, optionsOf, outputOf } from '../../step.ts'

/** Goes several ways side by side. */
export const parallel = defineStep({
  name: 'parallel',
  label: { en: 'Parallel', 'zh-CN': '并行' },
  help: { en: 'Goes all its ways side by side, then on', 'zh-CN': '同时执行各分支，然后继续' },
  icon: 'fork',
  group: 'flow',
  order: 40,
  effect: 'control',
  branches: 'options',
  returns: true,
  options: optionsOf(
    {
      ways: {
        type: 'object',
        minProperties: 2,
        maxProperties: 20,
        description: 'The ways',
        propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
        'x-branches': true,
        additionalProperties: optionsOf({
          label: { type: 'string', maxLength: 100, description: 'What the designer shows' },
        }),
      },
      wait: {
        enum: ['all', 'first'],
        description: 'Goes on when all have ended (when left out), or the first; the others are ended then',
      },
    },
    ['ways'],
  ),
  output: outputOf({}),
  async run(_, options) {
    const branches = Object.keys(options.ways as object)
    return { kind: 'parallel', branches, wait: options.wait === 'first' ? 'first' : 'all' }
  },
  examples: [{ options: { ways: { a: {}, b: {} } }, branches: { a: 'end', b: 'other' } }],
})
