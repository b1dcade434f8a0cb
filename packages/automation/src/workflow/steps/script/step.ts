import { appError } from '@fieldwork/metadata'
import { fittingOutput } from '../../../scripts/output-types.ts'
import { scriptLimits } from '../../../scripts/script.ts'
import type { ScriptReport } from '../../../scripts/script.ts'
import { defineStep, expression, optionsOf, outputOf } from '../../step.ts'

const { timeMs, memoryMb, sourceChars } = scriptLimits

/** Works something out by a script that sees its input and nothing else. */
export const script = defineStep({
  name: 'script',
  label: { en: 'Script', 'zh-CN': '执行脚本' },
  help: {
    en: 'Works something out in JavaScript: `return` gives the result, `input` has what is handed in. Sealed off: no network, no files, no records',
    'zh-CN': '用 JavaScript 计算：input 为传入的值，return 返回结果。脚本在隔离环境中运行，不能访问网络、文件和记录',
  },
  icon: 'code',
  group: 'outside',
  order: 50,
  effect: 'outside',
  options: optionsOf(
    {
      source: {
        type: 'string',
        minLength: 1,
        maxLength: sourceChars,
        'x-widget': 'javascript',
        description: 'The body of a function of `input`',
      },
      input: {
        type: 'object',
        maxProperties: 50,
        description: 'By name: what the script finds in `input`',
        additionalProperties: expression('any', 'The value'),
      },
      output: {
        type: 'object',
        maxProperties: 50,
        description: 'By name: the parts of the result that later steps use, and their types',
        additionalProperties: optionsOf(
          {
            type: {
              enum: ['text', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'texts', 'any'],
              description: 'What it is; texts: a list of texts',
            },
            required: { type: 'boolean', description: 'The script has to give it' },
          },
          ['type'],
        ),
      },
      timeMs: {
        type: 'integer',
        minimum: 1,
        maximum: timeMs.cap,
        description: `Milliseconds it may take; ${timeMs.usual} when left out`,
      },
      memoryMb: {
        type: 'integer',
        minimum: 1,
        maximum: memoryMb.cap,
        description: `Megabytes it may take; ${memoryMb.usual} when left out`,
      },
    },
    ['source'],
  ),
  output: outputOf({
    result: { 'x-typed-by': 'output', description: 'What the script returned' },
    log: { type: 'array', items: { type: 'string' }, description: 'Lines of its console' },
  }),
  async run({ outside, signal }, options) {
    const { source, input, output: types, timeMs: time, memoryMb: memory } = options as unknown as Options
    const report = await outside.scripts.run({ source, input: input ?? {}, timeMs: time, memoryMb: memory, signal })
    if (!report.ok) throw failureOf(report)
    return { kind: 'done', output: { result: fittingOutput(report.output, types ?? {}), log: report.log } }
  },
  examples: [
    {
      options: {
        source: 'console.log(input.name)\nreturn { size: input.name.length }',
        input: { name: 'name' },
        output: { size: { type: 'integer', required: true } },
      },
    },
  ],
})

interface Options {
  source: string
  input?: Record<string, unknown>
  output?: Record<string, { type: string; required?: boolean }>
  timeMs?: number
  memoryMb?: number
}

function failureOf({ kind, name, message, line, log }: Extract<ScriptReport, { ok: false }>) {
  const reason = `${name}: ${message}${line === null ? '' : ` (line ${line})`}`
  const told = [reason, ...log].join('\n')
  const problem = {
    code: `script_${kind}`,
    pointer: '/options/source',
    message: { en: told, 'zh-CN': told },
    params: { line, name, kind },
  }
  return appError('script_failed', { reason: `${kind}, ${reason}` }, [problem])
}
