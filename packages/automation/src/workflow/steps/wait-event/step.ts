import { defineStep, expression, fieldValues, optionsOf, outputOf, recordOutput, reference } from '../../step.ts'
import type { StepContext, StepResult } from '../../step.ts'
import { missedEvents } from '../../event-waits.ts'
import type { HappenedEvent } from '../../event-waits.ts'
import { lengthOf, lengths } from '../../wait-length.ts'

const called = (en: string, chinese: string) => ({ 'x-label': { en, 'zh-CN': chinese } })

/** Waits until something happens to another record. */
export const waitEvent = defineStep({
  name: 'wait-event',
  label: { en: 'Wait for another record', 'zh-CN': '等待其他记录' },
  help: {
    en: 'Waits until a related record, or any record for which a condition holds, is created, changed or deleted',
    'zh-CN': '等到关联记录或满足条件的任一记录被新建、修改或删除',
  },
  icon: 'field-time',
  group: 'flow',
  order: 55,
  effect: 'control',
  branches: ['timeout'],
  hears: { object: 'object', on: 'on', record: 'record', fields: 'fields', match: 'match', where: 'where' },
  options: optionsOf(
    {
      object: reference('object', 'Whose records'),
      on: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { enum: ['created', 'updated', 'transition', 'deleted'] },
        description: 'What happens to them; created, updated or transition when left out',
        ...called('Happens', '发生的操作'),
      },
      record: expression('record', 'This very record', called('This record', '指定记录')),
      match: {
        ...fieldValues('Only records that hold these values; what refers to the record of the run is found by this'),
        maxProperties: 10,
        ...called('Field values', '字段等于'),
      },
      fields: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        items: reference('field', 'A field', 'object'),
        description: 'Only when one of these has changed',
        ...called('Changed fields', '变更的字段'),
      },
      where: expression('boolean', 'Only records for which this holds; record is the one of the run', {
        over: 'object',
      }),
      existing: {
        type: 'boolean',
        description: 'Goes on at once where there is such a record already',
        ...called('Existing records count', '已有记录也算'),
      },
      ...lengths,
    },
    ['object'],
  ),
  output: outputOf({
    record: recordOutput('object', 'The record to which it happened'),
    operation: {
      type: 'string',
      description: 'create, update, transition, delete …; existing where it was there before',
    },
    timedOut: { type: 'boolean', description: 'It did not happen in time' },
  }),
  async run(context, options) {
    const { wake, dry } = context
    const match = matchOf(options)
    if (!wake) {
      const key = await context.hearFrom(match)
      const [found] = options.existing === true ? await holding(context, { holds: match, limit: 1 }) : []
      if (found !== undefined) return happened({ record: found, operation: 'existing' })
      return park(key, { until: lengthOf(context, options), since: context.now.toISOString() })
    }
    if (wake.reason === 'time') return dry ? happened(null) : timedOut
    const waits = await waitsOf(context)
    const key = await context.hearFrom(match)
    const event =
      wake.reason === 'event'
        ? await firstOf(context, wake.data as HappenedEvent[])
        : await firstMissed(context, { key, since: waits.since })
    return event ? happened(event) : park(key, waits)
  },
  examples: [
    { options: { object: 'todo', match: { ticket: 'record' }, where: 'done', existing: true, minutes: 0 } },
    { options: { object: 'ticket', record: 'record', on: ['deleted'], minutes: 0 } },
  ],
})

/** Until when it waits, and since when. */
interface Waits {
  until: string | null
  since: string
}

type Match = Readonly<Record<string, unknown>>

const matchOf = ({ match, ...options }: Record<string, unknown>): Match => ({
  ...(match as object | undefined),
  ...('record' in options ? { id: options.record } : {}),
})

const happened = (event: Pick<HappenedEvent, 'record' | 'operation'> | null): StepResult => ({
  kind: 'done',
  output: { record: event?.record ?? null, operation: event?.operation ?? null, timedOut: false },
})

const timedOut: StepResult = {
  kind: 'done',
  output: { record: null, operation: null, timedOut: true },
  branch: 'timeout',
}

const park = (key: string, { until, since }: Waits): StepResult => ({
  kind: 'wait',
  wait: { kind: 'event', until, key },
  output: { until, since },
})

/** Until when it had been waiting before it looked again. */
async function waitsOf({ tx, run, node, iteration }: StepContext): Promise<Waits> {
  const { rows } = await tx.query<{ output: Waits }>({
    text: 'select output from fw_run_step where run = $1 and node = $2 and iteration = $3',
    values: [run.id, node, iteration],
  })
  return rows[0]!.output
}

type Asked = Parameters<StepContext['find']>[0]

/** Records, of those asked for, for which the condition holds and which the run may see. */
const holding = (context: StepContext, asked: Pick<Asked, 'holds' | 'ids' | 'limit'>): Promise<string[]> =>
  context.find({ object: context.hears!.object, where: context.deferred('/where')?.expression ?? null, ...asked })

/** The first of the writes that were told that the run waits for. */
async function firstOf(context: StepContext, events: readonly HappenedEvent[]): Promise<HappenedEvent | null> {
  const seesAll = context.actor.system !== undefined
  if (context.hears!.isJudged && seesAll) return events[0] ?? null
  return firstHolding(context, events)
}

async function firstHolding(context: StepContext, events: readonly HappenedEvent[]): Promise<HappenedEvent | null> {
  if (events.length === 0) return null
  const ids = [...new Set(events.map(({ record }) => record))]
  const found = new Set(await holding(context, { ids, limit: ids.length }))
  // what is deleted can be seen no more: where nothing is asked about it, that it is gone is enough
  const isEnough = context.actor.system !== undefined && !context.deferred('/where')
  return events.find(({ record, operation }) => found.has(record) || (isEnough && operation === 'delete')) ?? null
}

/** The first write since it waits, where nothing has been told: its definition has been changed meanwhile. */
async function firstMissed(
  context: StepContext,
  { key, since }: { key: string; since: string },
): Promise<HappenedEvent | null> {
  for (let after = '0'; ;) {
    const events = await missedEvents(context, { key, since, after })
    const found = await firstHolding(context, events)
    if (found || events.length === 0) return found
    after = events.at(-1)!.event
  }
}
