import { appError } from '@fieldwork/metadata'
import { defineStep, expression, optionsOf, outputOf, reference } from '../../step.ts'

/** Starts another workflow. */
export const subWorkflow = defineStep({
  name: 'sub-workflow',
  label: { en: 'Call workflow', 'zh-CN': '调用子流程' },
  help: { en: 'Starts another workflow and waits for its end, if wanted', 'zh-CN': '启动另一个工作流，并可等待其结束' },
  icon: 'apartment',
  group: 'flow',
  order: 60,
  effect: 'control',
  options: optionsOf(
    {
      workflow: reference('workflow', 'The workflow'),
      record: expression('record', 'Its record; that of the run when left out'),
      vars: {
        type: 'object',
        maxProperties: 50,
        description: 'By variable: its value',
        additionalProperties: expression('any', 'The value'),
      },
      wait: { type: 'boolean', description: 'Goes on when it has ended; true when left out' },
    },
    ['workflow'],
  ),
  output: outputOf({
    run: { type: 'string', description: 'The run' },
    state: { type: 'string', description: 'How it ended' },
    vars: { type: 'object', description: 'Its variables at the end' },
  }),
  async run(context, options) {
    const {
      workflow,
      record,
      vars = {},
      wait = true,
    } = options as { workflow: string; record?: string; vars?: Record<string, unknown>; wait?: boolean }
    if (context.wake) return ended(context.wake.data)
    const run = await context.start({ workflow, record: record ?? context.run.record, vars, waits: wait })
    return wait ? { kind: 'wait', wait: { kind: 'run', key: run }, output: { run } } : { kind: 'done', output: { run } }
  },
})

function ended(data: unknown) {
  const { state, vars, error } = (data ?? {}) as { state?: string; vars?: unknown; error?: { message: object } }
  if (state !== undefined && state !== 'done') throw appError('workflow_failed', { reason: error?.message ?? state })
  return { kind: 'done' as const, output: { state: state ?? 'done', vars: vars ?? {} } }
}
