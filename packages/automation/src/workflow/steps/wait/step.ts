import { appError } from '@fieldwork/metadata'
import { momentAt } from '../../../calendar/zoned-time.ts'
import { defineStep, expression, optionsOf, outputOf } from '../../step.ts'
import type { StepContext, Wait } from '../../step.ts'

const units = { minutes: 60, hours: 3600, days: 86_400 }

/** Waits for a time, a date or until something is so. */
export const wait = defineStep({
  name: 'wait',
  label: { en: 'Wait', 'zh-CN': '等待' },
  help: {
    en: 'Waits for a length of time, until a date or moment, or until a condition of the record holds',
    'zh-CN': '等待一段时间、等到某个日期或时刻，或等到记录满足条件',
  },
  icon: 'clock-circle',
  group: 'flow',
  order: 50,
  effect: 'control',
  branches: ['timeout'],
  options: optionsOf({
    minutes: { type: 'number', minimum: 0, maximum: 525600, description: 'So many minutes' },
    hours: { type: 'number', minimum: 0, maximum: 87600, description: 'So many hours' },
    days: { type: 'number', minimum: 0, maximum: 3650, description: 'So many days' },
    date: expression('datetime', 'Until this date or moment, e.g. a field of the record'),
    at: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'At this time of that day' },
    until: expression('boolean', 'Until this holds; the lengths say for how long at most', { listens: true }),
  }),
  output: outputOf({ timedOut: { type: 'boolean', description: 'The condition did not come to hold in time' } }),
  async run(context, options) {
    const { wake } = context
    const condition = 'until' in options
    if (condition && options.until === true) return { kind: 'done', output: { timedOut: false } }
    if (wake?.reason === 'time') {
      return condition
        ? { kind: 'done', output: { timedOut: true }, branch: 'timeout' }
        : { kind: 'done', output: { timedOut: false } }
    }
    const until = wake ? await untilOf(context) : momentOf(context, options)
    if (!condition && until === null) return { kind: 'done', output: { timedOut: false } }
    return { kind: 'wait', wait: waitFor(context, condition, until), output: { until } }
  },
  examples: [{ options: { days: 1, until: "name == 'ready'" } }, { options: { minutes: 0 } }],
})

function waitFor({ run }: StepContext, condition: boolean, until: string | null): Wait {
  return { kind: condition ? 'condition' : 'time', until, object: run.object, record: run.record }
}

/** Until when it had been waiting before it looked again. */
async function untilOf({ tx, run, node, iteration }: StepContext): Promise<string | null> {
  const { rows } = await tx.query<{ until: string | null }>({
    text: `select output ->> 'until' as until from fw_run_step where run = $1 and node = $2 and iteration = $3`,
    values: [run.id, node, iteration],
  })
  return rows[0]?.until ?? null
}

/** When it ends at the latest; null: nothing says. */
function momentOf({ now, timeZone }: StepContext, options: Record<string, unknown>): string | null {
  const seconds = Object.entries(units).reduce((sum, [unit, length]) => sum + Number(options[unit] ?? 0) * length, 0)
  const hasLength = Object.keys(units).some((unit) => unit in options)
  if (!('date' in options)) return hasLength ? new Date(now.getTime() + seconds * 1000).toISOString() : null
  if (typeof options.date !== 'string') throw appError('invalid_request', { reason: 'wait: the date is empty' })
  const moment = options.at === undefined ? new Date(options.date) : atTime(options.date, String(options.at), timeZone)
  return new Date(moment.getTime() + seconds * 1000).toISOString()
}

function atTime(date: string, at: string, timeZone: string): Date {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(date))
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return momentAt(day, hours * 60 + minutes, timeZone)
}
