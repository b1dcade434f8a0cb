import type { CheckedExpression } from '@fieldwork/expressions'
import type { ApprovalEffect, CompiledApproval, CompiledBalance } from '../../approvals.ts'
import type { ApprovalDocument, Effect } from '../../generated/approval.ts'
import { pointerOf } from '../../json/pointer.ts'
import { text } from '../../words.ts'
import { TRANSITIONS } from '../object-shape.ts'
import { checked, referredObject, reportUnknownField, reportUnknownName } from '../report.ts'
import { expressionType } from '../type-environment.ts'
import { expressionAt } from './chain-context.ts'
import type { ChainContext } from './chain-context.ts'

const outcomes = ['submit', 'approve', 'reject', 'return', 'recall'] as const

/** What becomes of the record at each outcome; nothing where nothing is said. */
export function compileEffects(context: ChainContext, { effects = {} }: ApprovalDocument): CompiledApproval['effects'] {
  const compiled = outcomes.map((name) => [
    name,
    compileEffect(context, pointerOf('effects', name), effects[name] ?? {}),
  ])
  return Object.fromEntries(compiled) as CompiledApproval['effects']
}

function compileEffect(context: ChainContext, at: string, { transition, set = {} }: Effect): ApprovalEffect {
  checkTransition(context, `${at}/transition`, transition)
  const values = Object.entries(set).flatMap(([name, source]): [string, CheckedExpression][] => {
    const pointer = `${at}${pointerOf('set', name)}`
    const field = context.object?.fields.get(name)
    if (!context.object) return []
    context.dependencies.add(`${context.object.name}.${name}`)
    if (!field) {
      const known = context.object.fields.keys()
      reportUnknownField(context.sink, { pointer, found: name, object: context.object.name, known })
      return []
    }
    if (field.type.computed || field.system || name === context.object.definition['x-object'].states?.field) {
      const message = text(`“${name}” cannot be set: it is filled in by the platform`, `“${name}”由系统填写，不能设置`)
      context.sink.add({ pointer, code: 'computed_field', message, params: { field: name } })
      return []
    }
    const expression = expressionAt(context, pointer, source, expressionType(field))
    return expression ? [[name, expression]] : []
  })
  return { transition: transition ?? null, set: Object.fromEntries(values) }
}

/** A transition of the chain's object. */
export function checkTransition(context: ChainContext, pointer: string, found: string | undefined): void {
  const { object, dependencies, sink } = context
  if (!object || found === undefined) return
  dependencies.add(`${object.name}.${TRANSITIONS}`)
  const known = Object.keys(object.definition['x-object'].states?.transitions ?? {})
  if (known.includes(found)) return
  reportUnknownName(sink, { pointer, found, known, what: ['transition', '状态转换'] })
}

/** How much is authorised, and by what it is drawn down. */
export function compileBalance(context: ChainContext, { balance }: ApprovalDocument): CompiledBalance | null {
  if (!balance) return null
  const decimal = { kind: 'decimal' } as const
  const amount = expressionAt(context, '/balance/amount', balance.amount, decimal)
  const child = referredObject(context, '/balance/object', balance.object)
  if (!child) return null
  context.dependencies.add(`${child.name}.${balance.via}`)
  const via = child.fields.get(balance.via)
  if (!via) {
    const known = child.fields.keys()
    reportUnknownField(context.sink, { pointer: '/balance/via', found: balance.via, object: child.name, known })
  } else if (context.object && (via.reference !== context.object.name || via.column === null)) {
    const { name } = context.object
    const message = text(`“${balance.via}” does not refer to “${name}”`, `“${balance.via}”没有关联到“${name}”`)
    context.sink.add({ pointer: '/balance/via', code: 'wrong_field_type', message, params: { field: balance.via } })
  }
  const of = { object: child.name } as const
  const value = checked(context, '/balance/value', { source: balance.value, ...of, expects: decimal })
  const where = checked(context, '/balance/where', { source: balance.where, ...of, expects: { kind: 'boolean' } })
  return amount && value ? { amount, value, where, object: balance.object, via: balance.via } : null
}
