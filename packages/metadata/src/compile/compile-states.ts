import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledStates, CompiledTransition } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { StatesDefinition, TransitionDefinition } from './object-definition.ts'
import { isMade } from './object-shape.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'
import { ownershipFields } from './standard-fields.ts'
import { expressionType } from './type-environment.ts'

/** The state model of an object: its field, its states and the ways between them. */
export function compileStates(context: CheckContext, shape: ObjectShape): CompiledStates | null {
  const { states } = shape.definition['x-object']
  if (!states) return null
  const known = knownStates(context, shape, states.field)
  checkState(context, { pointer: '/x-object/states/initial', state: states.initial, known })
  checkInitialValue(context, shape, states)
  const transitions: Record<string, CompiledTransition> = {}
  for (const [name, definition] of Object.entries(states.transitions)) {
    transitions[name] = compileTransition({ ...context, shape, known, name }, definition)
  }
  return { field: states.field, initial: states.initial, transitions }
}

/** The options of the state field; null when there is no such field, so that nothing else is reported about it. */
function knownStates({ sink }: CheckContext, shape: ObjectShape, name: string): string[] | null {
  const pointer = '/x-object/states/field'
  const field = shape.fields.get(name)
  if (!field) {
    reportUnknownField(sink, { pointer, found: name, object: shape.name, known: shape.fields.keys() })
    return null
  }
  const isOne = field.type.expression(field.property).kind === 'text' && 'options' in field.property['x-field']
  if (field.type.choices && isOne) return field.type.choices(field.property).map(({ key }) => key)
  const message = text(
    `States need a single-select field; “${name}” is “${field.type.label.en}”`,
    `状态字段必须是单选，“${name}”的类型是“${field.type.label['zh-CN']}”`,
  )
  sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name, type: field.type.name } })
  return null
}

/** Two ways to say in which state a record begins must say the same. */
function checkInitialValue({ sink }: CheckContext, shape: ObjectShape, { field, initial }: StatesDefinition): void {
  const value = shape.fields.get(field)?.property.default
  if (value === undefined || value === initial) return
  const message = text(
    `The default of “${field}” differs from the initial state “${initial}”`,
    `“${field}”的默认值与初始状态“${initial}”不一致`,
  )
  sink.add({ pointer: pointerOf('properties', field, 'default'), code: 'wrong_default', message })
}

interface StateUse {
  pointer: string
  state: string
  known: string[] | null
}

function checkState({ sink }: CheckContext, { pointer, state, known }: StateUse): void {
  if (known === null || known.includes(state)) return
  reportUnknownName(sink, { pointer, found: state, known, what: ['state', '状态'] })
}

interface TransitionContext extends CheckContext {
  shape: ObjectShape
  known: string[] | null
  name: string
}

function compileTransition(context: TransitionContext, definition: TransitionDefinition): CompiledTransition {
  const { shape, known, name } = context
  const { label, from, to, when: source, requires = [] } = definition
  const pointer = pointerOf('x-object', 'states', 'transitions', name)
  from.forEach((state, at) => checkState(context, { pointer: `${pointer}/from/${at}`, state, known }))
  checkState(context, { pointer: `${pointer}/to`, state: to, known })
  requires.forEach((field, at) => writableField(context, `${pointer}/requires/${at}`, field))
  const input = { source, object: shape.name, expects: { kind: 'boolean' }, withOld: true } as const
  const when = checked(context, `${pointer}/when`, input)
  return { name, label, from, to, when, requires, set: compileSet(context, pointer, definition.set ?? {}) }
}

function compileSet(context: TransitionContext, pointer: string, set: Record<string, string>) {
  const compiled: Record<string, CheckedExpression> = {}
  for (const [name, source] of Object.entries(set)) {
    const at = `${pointer}${pointerOf('set', name)}`
    const field = writableField(context, at, name)
    if (!field) continue
    const input = { source, object: context.shape.name, expects: expressionType(field), withOld: true }
    const expression = checked(context, at, input)
    if (expression) compiled[name] = expression
  }
  return compiled
}

/** A field that can hold a value given from outside; read-only ones can, since a transition is the platform's doing. */
function writableField({ sink, shape }: TransitionContext, pointer: string, name: string): FieldShape | null {
  const field = shape.fields.get(name)
  if (!field) reportUnknownField(sink, { pointer, found: name, object: shape.name, known: shape.fields.keys() })
  else if (isMade(field) || (field.system && !ownershipFields.has(name))) {
    const message = text(`“${name}” is filled in by the platform`, `“${name}”由系统填写`)
    sink.add({ pointer, code: 'computed_field', message, params: { field: name } })
  } else return field
  return null
}
