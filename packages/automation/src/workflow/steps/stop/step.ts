import { defineStep, optionsOf, outputOf, template } from '../../step.ts'

/** Ends the whole run. */
export const stop = defineStep({
  name: 'stop',
  label: { en: 'Stop', 'zh-CN': '结束' },
  help: { en: 'Ends the whole run, as done or as failed', 'zh-CN': '结束整个运行（完成或失败）' },
  icon: 'stop',
  group: 'flow',
  order: 80,
  effect: 'control',
  options: optionsOf({ failed: { type: 'boolean', description: 'It counts as failed' }, message: template('Why') }),
  output: outputOf({}),
  async run(_, options) {
    const message = options.message === undefined ? {} : { message: String(options.message) }
    return { kind: 'end', failed: options.failed === true, ...message }
  },
  examples: [{ options: { failed: true, message: 'No way for {{ name }}' } }],
})
