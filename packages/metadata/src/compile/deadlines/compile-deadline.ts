import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { Definition } from '../../catalog.ts'
import type { CompiledDeadline, CompiledReport, DeadlineStart } from '../../compiled-deadline.ts'
import type { DeadlineDocument } from '../../generated/deadline.ts'
import { hashText, stableText } from '../../json/hash.ts'
import { pointerOf } from '../../json/pointer.ts'
import { describeLabel, text } from '../../words.ts'
import type { ObjectShape } from '../object-shape.ts'
import { readsClock } from '../reads-clock.ts'
import { checkDocument, checked, referredObject, reportUnknownField, reportUnknownName } from '../report.ts'
import type { CheckContext } from '../report.ts'
import { signatureOf } from '../world.ts'
import { compileReminders } from './compile-reminders.ts'
import { lengthOf } from './counted-time.ts'
import { deadlineListeners } from './deadline-listeners.ts'

const boolean: ExprType = { kind: 'boolean' }

/** Checks that a deadline can begin, end and find its people: all that it names exists and fits. */
export function compileDeadline(context: CheckContext, definition: Definition): CompiledDeadline {
  const document = definition as unknown as DeadlineDocument
  const { name, label, order = 0, calendar = null, length } = document
  const shape = referredObject(context, '/object', document.object)
  if (calendar !== null) {
    checkDocument(context, '/calendar', { kind: 'calendar', found: calendar, what: ['calendar', '工作日历'] })
  }
  const condition = (pointer: string, source: string | undefined) =>
    shape ? keptCondition(context, pointer, { source, shape }) : null
  const cases = Object.entries(document.cases ?? {})
    .toSorted(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(([key, each]) => {
      const when = condition(pointerOf('cases', key, 'when'), each.when)
      return when ? [{ key, when, length: lengthOf(context, pointerOf('cases', key, 'length'), each.length) }] : []
    })
  const start = startOf(context, shape, document)
  const parts = {
    object: document.object,
    when: condition('/when', document.when),
    start,
    cases,
    responsible: responsibleOf(context, shape, document.responsible),
    done: condition('/done', document.done),
    report: shape ? reportOf(context, shape, document) : null,
    pause: condition('/pause', document.pause),
  }
  const isActive = document.active ?? true
  const expressions = expressionsOf(parts)
  return {
    name,
    label: label ?? describeLabel(name),
    order,
    isActive,
    length: lengthOf(context, '/length', length),
    calendar,
    ...parts,
    reminders: compileReminders(context, document),
    overdue: overdueOf(context, shape, document.overdue),
    isPolled: parts.report !== null || expressions.some(isPolled),
    state: hashText(stableText([definition, [...context.dependencies].sort().map((key) => stateOf(context, key))])),
    listeners: isActive && shape ? deadlineListeners({ name, shape, start, expressions }) : [],
  }
}

function expressionsOf({
  when,
  done,
  pause,
  cases,
  responsible,
}: Pick<CompiledDeadline, 'when' | 'done' | 'pause' | 'cases' | 'responsible'>) {
  const all = [when, done, pause, responsible.who, ...cases.map((each) => each.when)]
  return all.filter((each): each is CheckedExpression => each !== null)
}

/** Other records, or the time, have a say in it. */
/** A figure counts by its value, everything else by being there. */
const stateOf = ({ world }: CheckContext, key: string) =>
  key.startsWith('parameter/') ? [key, signatureOf(world, key)] : key

const isPolled = (expression: CheckedExpression): boolean =>
  expression.paths.some((path) => path.length > 1) || readsClock(expression)

interface Condition {
  source: string | undefined
  shape: ObjectShape
}

/** It holds whoever looks, so it cannot ask who does. */
function keptCondition(context: CheckContext, pointer: string, { source, shape }: Condition): CheckedExpression | null {
  const found = checked(context, pointer, { source, object: shape.name, expects: boolean })
  reportUser(context, pointer, found)
  return found
}

function reportUser({ sink }: CheckContext, pointer: string, expression: CheckedExpression | null): void {
  if (!expression || expression.variables.length === 0) return
  const message = text(
    'A deadline is the same whoever looks: it cannot ask for the user',
    '时限对所有人相同，不能使用当前用户',
  )
  sink.add({ pointer, code: 'not_maintainable', message })
}

function startOf(context: CheckContext, shape: ObjectShape | null, { start, report }: DeadlineDocument): DeadlineStart {
  const isPeriodic = start.on === 'period'
  if ((report !== undefined) !== isPeriodic) {
    const message = text(
      'A deadline of a period names the report that is due (report), and only such a one does',
      '按周期的时限须指定应交的报告（report），其他时限不能指定',
    )
    context.sink.add({ pointer: '/report', code: 'wrong_start', message })
  }
  if (start.on === 'transition') checkTransitions(context, shape, start.transitions)
  if (start.on === 'changed')
    start.fields.forEach((found, at) => knownField(context, shape, { pointer: `/start/fields/${at}`, found }))
  if (start.on !== 'field') return start
  const type = knownField(context, shape, { pointer: '/start/field', found: start.field })?.type
  const kind = type?.name ?? 'date'
  if (kind !== 'date' && kind !== 'date-time') reportNoMoment(context, '/start/field', start.field)
  return { ...start, isDate: kind === 'date' }
}

function reportNoMoment({ sink }: CheckContext, pointer: string, field: string): void {
  const message = text(`“${field}” is neither a date nor a date with time`, `“${field}”不是日期或日期时间字段`)
  sink.add({ pointer, code: 'wrong_field_type', message, params: { field } })
}

function knownField(
  { sink, dependencies }: CheckContext,
  shape: ObjectShape | null,
  { pointer, found }: { pointer: string; found: string },
) {
  if (!shape) return null
  const field = shape.fields.get(found)
  if (!field) reportUnknownField(sink, { pointer, found, object: shape.name, known: shape.fields.keys() })
  else dependencies.add(`${shape.name}.${found}`)
  return field ?? null
}

function checkTransitions({ sink }: CheckContext, shape: ObjectShape | null, transitions: readonly string[]): void {
  if (!shape) return
  const known = Object.keys(shape.definition['x-object'].states?.transitions ?? {})
  transitions.forEach((found, at) => {
    if (known.includes(found)) return
    reportUnknownName(sink, { pointer: `/start/transitions/${at}`, found, known, what: ['transition', '状态转换'] })
  })
}

type Responsible = DeadlineDocument['responsible']

function responsibleOf(
  context: CheckContext,
  shape: ObjectShape | null,
  { who, roles = [] }: Responsible,
): CompiledDeadline['responsible'] {
  roles.forEach((found, at) =>
    checkDocument(context, `/responsible/roles/${at}`, { kind: 'role', found, what: ['role', '角色'] }),
  )
  const expression = shape ? checked(context, '/responsible/who', { source: who, object: shape.name }) : null
  reportUser(context, '/responsible/who', expression)
  const of = expression && peopleOf(expression.type)
  if (expression && !of) {
    const message = text('This gives neither employees nor users', '该表达式的结果不是员工或用户')
    context.sink.add({ pointer: '/responsible/who', code: 'wrong_field_type', message })
  }
  return { who: expression, of: of ?? null, roles }
}

function peopleOf(type: ExprType): 'employee' | 'user' | null {
  const one = type.kind === 'list' ? type.of : type
  return one.kind === 'record' && (one.object === 'employee' || one.object === 'user') ? one.object : null
}

function reportOf(context: CheckContext, shape: ObjectShape, { report }: DeadlineDocument): CompiledReport | null {
  if (!report) return null
  const of = referredObject(context, '/report/object', report.object)
  const { by, on, at = null } = report
  if (of) {
    const link = knownField(context, of, { pointer: '/report/by', found: by })
    if (link && (link.reference !== shape.name || link.column === null)) {
      const message = text(`“${by}” is no lookup to “${shape.name}”`, `“${by}”不是指向“${shape.name}”的关联字段`)
      context.sink.add({ pointer: '/report/by', code: 'wrong_field_type', message, params: { field: by } })
    }
    const date = knownField(context, of, { pointer: '/report/on', found: on })
    if (date && date.type.name !== 'date') reportNoMoment(context, '/report/on', on)
    const moment = at === null ? null : knownField(context, of, { pointer: '/report/at', found: at })
    if (at !== null && moment && moment.type.name !== 'date-time') reportNoMoment(context, '/report/at', at)
  }
  const when = of ? keptCondition(context, '/report/when', { source: report.when, shape: of }) : null
  return { object: report.object, by, on, when, at }
}

function overdueOf(
  context: CheckContext,
  shape: ObjectShape | null,
  overdue: DeadlineDocument['overdue'],
): CompiledDeadline['overdue'] {
  if (!overdue || !shape) return null
  const set: Record<string, CheckedExpression> = {}
  for (const [found, source] of Object.entries(overdue.set ?? {})) {
    const pointer = pointerOf('overdue', 'set', found)
    if (!knownField(context, shape, { pointer, found })) continue
    const value = checked(context, pointer, { source, object: shape.name })
    if (value) set[found] = value
  }
  const { transition = null } = overdue
  const known = Object.keys(shape.definition['x-object'].states?.transitions ?? {})
  if (transition !== null && !known.includes(transition)) {
    const missing = { pointer: '/overdue/transition', found: transition, known }
    reportUnknownName(context.sink, { ...missing, what: ['transition', '状态转换'] })
  }
  return { set, transition }
}
