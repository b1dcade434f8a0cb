import { defineStep, expression, optionsOf, outputOf } from '../../step.ts'
import type { StepContext, Wait } from '../../step.ts'
import { lengthOf, lengths } from '../../wait-length.ts'

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
    ...lengths,
    date: expression(
      'datetime',
      'Until this date or moment, e.g. a field of the record; where it moves, so does the wait',
      {
        listens: true,
      },
    ),
    until: expression('boolean', 'Until this holds; the lengths say for how long at most', { listens: true }),
  }),
  output: outputOf({ timedOut: { type: 'boolean', description: 'The condition did not come to hold in time' } }),
  async run(context, options) {
    const { wake } = context
    const condition = 'until' in options
    if (condition && options.until === true) return { kind: 'done', output: { timedOut: false } }
    const isDated = 'date' in options
    const until = wake ? await laterUntil(context, options) : lengthOf(context, options)
    if (wake?.reason === 'time' && !(isDated && isAhead(context, until))) {
      return condition
        ? { kind: 'done', output: { timedOut: true }, branch: 'timeout' }
        : { kind: 'done', output: { timedOut: false } }
    }
    if (!condition && !isDated && until === null) return { kind: 'done', output: { timedOut: false } }
    return { kind: 'wait', wait: waitFor(context, condition || isDated, until), output: { until } }
  },
  examples: [{ options: { days: 1, until: "name == 'ready'" } }, { options: { minutes: 0 } }],
})

function waitFor({ run }: StepContext, condition: boolean, until: string | null): Wait {
  return { kind: condition ? 'condition' : 'time', until, object: run.object, record: run.record }
}

/** A date as it is now: emptied, the run waits until there is one again. Lengths go on counting from where they began. */
async function laterUntil(context: StepContext, options: Record<string, unknown>): Promise<string | null> {
  if (!('date' in options)) return untilOf(context)
  return typeof options.date === 'string' ? lengthOf(context, options) : null
}

/** The date has been put off or emptied since it was waited for; a trial takes every wait to be over. */
const isAhead = ({ dry, now }: StepContext, until: string | null): boolean =>
  !dry && (until === null || new Date(until) > now)

/** Until when it had been waiting before it looked again. */
async function untilOf({ tx, run, node, iteration }: StepContext): Promise<string | null> {
  const { rows } = await tx.query<{ until: string | null }>({
    text: `select output ->> 'until' as until from fw_run_step where run = $1 and node = $2 and iteration = $3`,
    values: [run.id, node, iteration],
  })
  return rows[0]?.until ?? null
}
