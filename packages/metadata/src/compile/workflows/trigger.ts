import type { CheckedExpression } from '@fieldwork/expressions'
import type { JsonSchema } from '@fieldwork/fields'
import type { CompiledListener, CompiledTrigger, ListenedOperation } from '../../compiled-workflow.ts'
import type { TriggerDescriptor } from '../../extensions.ts'
import type { WorkflowDocument } from '../../generated/workflow.ts'
import { valueChecker } from '../../validation/value-checker.ts'
import { text } from '../../words.ts'
import type { FieldShape, ObjectShape } from '../object-shape.ts'
import { checkDocument, checked, reportUnknownField, reportUnknownName } from '../report.ts'
import type { CheckContext } from '../report.ts'
import { expressionType } from '../type-environment.ts'
import { checkOptions } from './step-schema.ts'
import { wrongCron } from '../../validation/wrong-cron.ts'

interface Started {
  context: CheckContext
  name: string
  shape: ObjectShape | null
}

type Trigger = WorkflowDocument['trigger']
type Of<Type extends Trigger['type']> = Extract<Trigger, { type: Type }>

export interface CheckedTrigger {
  trigger: CompiledTrigger
  listeners: CompiledListener[]
}

const needsRecord = new Set([
  'created',
  'updated',
  'saved',
  'changed',
  'deleted',
  'transition',
  'relative-date',
  'approval-outcome',
])

/** Checks what starts a workflow. */
export function compileTrigger(started: Started, trigger: Trigger): CheckedTrigger {
  if (needsRecord.has(trigger.type) && !started.shape) reportNoObject(started)
  switch (trigger.type) {
    case 'created':
      return heard(trigger, [{ ...listenerOf(started), operations: ['create'], when: whenOf(started, trigger.when) }])
    case 'deleted':
      return heard(trigger, [{ ...listenerOf(started), operations: ['delete'], when: whenOf(started, trigger.when) }])
    case 'updated':
      return heard(trigger, [ofChanges(started, trigger)])
    case 'saved':
      return heard(trigger, [
        { ...listenerOf(started), operations: ['create'], when: whenOf(started, trigger.when) },
        ofChanges(started, trigger),
      ])
    case 'changed':
      return heard(trigger, ofValue(started, trigger))
    case 'transition':
      return heard(trigger, ofTransition(started, trigger))
    case 'schedule':
      return { trigger: scheduleOf(started, trigger), listeners: [] }
    case 'relative-date':
      return { trigger: relativeDateOf(started, trigger), listeners: [] }
    case 'manual': {
      const button = trigger.button ?? text('Run', '执行')
      return { trigger: { type: 'manual', when: whenOf(started, trigger.when, false), button }, listeners: [] }
    }
    case 'approval-outcome': {
      const { approval = null, outcomes = null } = trigger
      const when = whenOf(started, trigger.when, false)
      return { trigger: { type: 'approval-outcome', approval, outcomes, when }, listeners: [] }
    }
    case 'hook':
      return { trigger: hookOf(started, trigger), listeners: [] }
    case 'plugin':
      return { trigger: ofPlugin(started, trigger), listeners: [] }
    default:
      return { trigger: { type: trigger.type }, listeners: [] }
  }
}

function ofPlugin({ context }: Started, { trigger, options = {} }: Of<'plugin'>): CompiledTrigger {
  const known = context.world.extensions.triggers ?? new Map<string, TriggerDescriptor>()
  const descriptor = known.get(trigger)
  const what: [string, string] = ['trigger', '触发方式']
  if (descriptor) checkOptions(context.sink, '/trigger/options', { descriptor, options })
  else reportUnknownName(context.sink, { pointer: '/trigger/trigger', found: trigger, known: known.keys(), what })
  return { type: 'plugin', trigger, options }
}

const heard = ({ type }: Trigger, listeners: CompiledListener[]): CheckedTrigger => ({
  trigger: { type } as CompiledTrigger,
  listeners,
})

const listenerOf = ({ name }: Started) => ({ name: `workflow:${name}` })

const changes: readonly ListenedOperation[] = ['update', 'transition']

function ofChanges(started: Started, { fields, when }: { fields?: string[]; when?: string }): CompiledListener {
  fields?.forEach((found, at) => knownField(started, `/trigger/fields/${at}`, found))
  const listener = { ...listenerOf(started), operations: changes, when: whenOf(started, when) }
  return fields ? { ...listener, fields } : listener
}

const is = (name: string, value: unknown): string => `${name} == ${JSON.stringify(value)}`

function ofValue(started: Started, { field, from, to, when }: Of<'changed'>): CompiledListener[] {
  if (!knownField(started, '/trigger/field', field)) return []
  const wanted = to === undefined ? [] : [is(field, to)]
  const was = from === undefined ? [`${field} != old.${field}`] : [is(`old.${field}`, from), `${field} != old.${field}`]
  const changed = conditionOf(started, { when, and: [...wanted, ...was] })
  const listeners: CompiledListener[] = [
    { ...listenerOf(started), operations: changes, fields: [field], when: changed },
  ]
  if (from !== undefined && from !== null) return listeners
  const given = to === undefined ? [`${field} != null`] : wanted
  return [
    { ...listenerOf(started), operations: ['create'], when: conditionOf(started, { when, and: given }) },
    ...listeners,
  ]
}

const among = (name: string, values: string[]): string => `${name} in ${JSON.stringify(values)}`

function ofTransition(started: Started, { transitions, from, to, when }: Of<'transition'>): CompiledListener[] {
  const states = started.shape?.definition['x-object'].states
  if (!states) {
    if (started.shape) reportNoStates(started)
    return []
  }
  const { sink } = started.context
  const known = Object.keys(states.transitions)
  transitions?.forEach((found, at) => {
    const missing = {
      pointer: `/trigger/transitions/${at}`,
      found,
      known,
      what: ['transition', '状态转换'] as [string, string],
    }
    if (!known.includes(found)) reportUnknownName(sink, missing)
  })
  const and = [
    ...(from ? [among(`old.${states.field}`, from)] : []),
    ...(to ? [among(states.field, to)] : []),
    `${states.field} != old.${states.field}`,
  ]
  const listener = {
    ...listenerOf(started),
    operations: ['transition'] as const,
    when: conditionOf(started, { when, and }),
  }
  return [transitions ? { ...listener, transitions } : listener]
}

/** The author's condition and what the trigger itself asks. */
function conditionOf(started: Started, { when, and }: { when: string | undefined; and: string[] }) {
  const own = whenOf(started, when)
  if (when !== undefined && !own) return null
  const source = [...(when === undefined ? [] : [`(${when})`]), ...and].join(' && ')
  return whenOf(started, source, true, '/trigger')
}

function whenOf(
  { context, shape }: Started,
  source: string | undefined,
  withOld = true,
  pointer = '/trigger/when',
): CheckedExpression | null {
  const input = { source, object: shape?.name ?? null, expects: { kind: 'boolean' }, withOld } as const
  return checked(context, pointer, input)
}

function scheduleOf(started: Started, trigger: Of<'schedule'>): CompiledTrigger {
  const { cron, timezone = null, calendar = null, holidays = 'skip', where } = trigger
  checkCron(started, cron)
  if (timezone !== null) checkZone(started, timezone)
  if (calendar !== null) {
    const what: [string, string] = ['calendar', '工作日历']
    checkDocument(started.context, '/trigger/calendar', { kind: 'calendar', found: calendar, what })
  }
  if (where !== undefined && !started.shape) reportNoObject(started)
  if (holidays !== 'skip' && calendar === null) {
    const message = text('Say which calendar: “calendar” is missing', '缺少“calendar”：请指明按哪个工作日历')
    started.context.sink.add({ pointer: '/trigger/calendar', code: 'required', message })
  }
  const condition = whenOf(started, where, false, '/trigger/where')
  return { type: 'schedule', cron, timezone, calendar, holidays, where: condition }
}

function hookOf({ context, shape, name }: Started, trigger: Of<'hook'>): CompiledTrigger {
  const { auth = 'signature', record = null } = trigger
  const payload = (trigger.payload as JsonSchema | undefined) ?? null
  if (record !== null && !shape) reportNoObject({ context, name, shape })
  const made = payload === null ? { check: () => [] } : valueChecker(payload)
  if ('problems' in made) {
    for (const { code, message } of made.problems) context.sink.add({ pointer: '/trigger/payload', code, message })
    return { type: 'hook', auth, payload, record, check: () => [] }
  }
  return { type: 'hook', auth, payload, record, check: made.check }
}

function relativeDateOf(started: Started, trigger: Of<'relative-date'>): CompiledTrigger {
  const { field, days, at = '08:00', timezone = null } = trigger
  if (timezone !== null) checkZone(started, timezone)
  const found = knownField(started, '/trigger/field', field)
  if (found) demandDate(started, found)
  return { type: 'relative-date', field, days, at, timezone, when: whenOf(started, trigger.when, false) }
}

/** Of a stored date: of one that is computed when it is read nothing tells when its day comes. */
function demandDate({ context: { sink } }: Started, found: FieldShape): void {
  const { name: field, type, column } = found
  const at = { pointer: '/trigger/field', params: { field } }
  if (column === null || type.computed) {
    const message = text(
      `“${field}” is computed: nothing tells when its day comes; name the date from which it is computed`,
      `“${field}”由系统计算，无法按它触发；请使用计算它所依据的日期字段`,
    )
    sink.add({ ...at, code: 'not_possible', message })
  } else if (!['date', 'datetime'].includes(expressionType(found).kind)) {
    const message = text(`“${field}” is no date`, `“${field}”不是日期字段`)
    sink.add({ ...at, code: 'wrong_field_type', message })
  }
}

function knownField({ context, shape }: Started, pointer: string, found: string) {
  if (!shape) return null
  const field = shape.fields.get(found)
  context.dependencies.add(`${shape.name}.${found}`)
  if (!field) reportUnknownField(context.sink, { pointer, found, object: shape.name, known: shape.fields.keys() })
  return field ?? null
}

function checkCron({ context }: Started, cron: string): void {
  const reason = wrongCron(cron)
  if (reason === null) return
  const message = text(`“${cron}” is no time: ${reason}`, `“${cron}”不是有效的时间：${reason}`)
  context.sink.add({ pointer: '/trigger/cron', code: 'wrong_format', message, params: { cron } })
}

function checkZone({ context }: Started, zone: string): void {
  if (isZone(zone)) return
  const message = text(
    `“${zone}” is no time zone; write one such as Asia/Shanghai`,
    `“${zone}”不是时区，例如 Asia/Shanghai`,
  )
  context.sink.add({ pointer: '/trigger/timezone', code: 'unknown_zone', message, params: { zone } })
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function reportNoObject({ context, name }: Started): void {
  const message = text('Say whose records start it: “object” is missing', '缺少“object”：请指明由哪个对象的记录触发')
  context.sink.add({ pointer: '/object', code: 'required', message, params: { name } })
}

function reportNoStates({ context, shape }: Started): void {
  const message = text(
    `“${shape?.name}” has no states, so it has no transitions`,
    `“${shape?.name}”没有状态模型，因此没有状态转换`,
  )
  context.sink.add({ pointer: '/trigger/type', code: 'no_states', message })
}
