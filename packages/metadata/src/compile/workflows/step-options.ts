import type { ExprType } from '@fieldwork/expressions'
import type { JsonSchema } from '@fieldwork/fields'
import type { WorkflowExpression, WorkflowTemplate } from '../../compiled-workflow.ts'
import type { StepDescriptor } from '../../extensions.ts'
import { isPlainObject, ownValue } from '../../json/plain-object.ts'
import { pointerOf } from '../../json/pointer.ts'
import { isKind } from '../../schemas/kind-schemas.ts'
import { text } from '../../words.ts'
import type { ObjectShape } from '../object-shape.ts'
import { checkDocument, checked, referredObject, reportUnknownField, reportUnknownName } from '../report.ts'
import type { CheckContext } from '../report.ts'
import { expressionType } from '../type-environment.ts'
import { resolved } from './step-schema.ts'

/** Where options stand, and what names mean in them. */
export interface OptionsPlace {
  context: CheckContext
  /** of the options in the definition */
  base: string
  descriptor: StepDescriptor
  options: Record<string, unknown>
  /** the object whose record starts the workflow */
  object: string | null
  variables: Readonly<Record<string, ExprType>>
}

export interface CheckedOptions {
  /** by pointer into the options */
  expressions: Map<string, WorkflowExpression>
  templates: Map<string, WorkflowTemplate>
  /** paths whose change lets a run that waits look again */
  listens: string[][]
}

/** Checks everything in options that a JSON Schema cannot: expressions, texts with expressions, names. */
export function checkStepOptions(place: OptionsPlace): CheckedOptions {
  const found: CheckedOptions = { expressions: new Map(), templates: new Map(), listens: [] }
  walk({ ...place, found }, place.descriptor.options, { value: place.options, pointer: '', around: place.options })
  return found
}

interface Walk extends OptionsPlace {
  found: CheckedOptions
}

interface Part {
  value: unknown
  /** into the options */
  pointer: string
  /** the object of options in which it stands */
  around: Record<string, unknown>
}

function walk(place: Walk, written: JsonSchema, part: Part): void {
  const schema = resolved(place.descriptor.options, written)
  const { value, pointer } = part
  if (typeof value === 'string') return checkText(place, schema, { ...part, value })
  if (Array.isArray(value)) {
    const { items } = schema
    if (!isPlainObject(items)) return
    return value.forEach((item, at) => walk(place, items, { ...part, value: item, pointer: `${pointer}/${at}` }))
  }
  if (!isPlainObject(value)) return
  if (isPlainObject(schema['x-fields'])) return checkFields(place, schema['x-fields'], { ...part, value })
  for (const [key, inner] of Object.entries(value)) {
    const of = ownValue(schema.properties, key) ?? schema.additionalProperties
    if (isPlainObject(of))
      walk(place, of as JsonSchema, { value: inner, pointer: pointer + pointerOf(key), around: value })
  }
}

type TextPart = Part & { value: string }

function checkText(place: Walk, schema: JsonSchema, part: TextPart): void {
  const expression = schema['x-expression']
  const reference = schema['x-reference']
  if (isPlainObject(expression)) checkExpression(place, expression, part)
  else if (schema['x-template'] === true) checkTemplate(place, part)
  else if (typeof reference === 'string') checkReference(place, { reference, of: schema['x-of'], ...part })
}

function checkExpression(place: Walk, { expects, over, listens }: Record<string, unknown>, part: TextPart): void {
  const { value, pointer } = part
  const about = typeof over === 'string' ? (itemsOf(place, over) ?? objectOf(place, over, part)) : null
  if (typeof over === 'string' && about === null) return
  const expression = compile(place, { pointer, source: value, expects: typeOf(String(expects)), over: about })
  if (!expression) return
  place.found.expressions.set(pointer, expression)
  if (listens === true) place.found.listens.push(...expression.expression.paths)
}

/** The records of the collection that a loop goes over, where no object is named. */
function itemsOf({ descriptor, options, object, context }: Walk, over: string): string | null {
  const collection = ownValue(options, descriptor.item?.collection ?? '')
  if (typeof collection !== 'string' || over in options || object === null) return null
  return context.world.collections.get(object)?.get(collection)?.object ?? null
}

interface Source {
  pointer: string
  source: string
  expects: ExprType | undefined
  over: string | null
}

function compile(
  { context, base, object, variables }: Walk,
  { pointer, source, expects, over }: Source,
): WorkflowExpression | null {
  const { old: _old, ...known } = variables
  const expression = checked(context, base + pointer, {
    source,
    object: over ?? object,
    variables: over === null ? variables : known,
    ...(expects && { expects }),
  })
  return expression && { expression, over }
}

/** What an expression has to give; undefined: anything. */
function typeOf(expects: string): ExprType | undefined {
  if (expects === 'number') return { kind: 'decimal' }
  if (expects === 'record' || expects === 'any' || expects === 'list') return undefined
  if (expects === 'user') return { kind: 'record', object: 'user' }
  return { kind: expects } as ExprType
}

/** `Dear {{ customer.name }}`: what is written and what is put in. */
function checkTemplate(place: Walk, { value, pointer }: TextPart): void {
  const parts = value.split(/\{\{([\s\S]*?)\}\}/)
  if (parts.length === 1) return
  const compiled = parts.map((part, at): string | WorkflowExpression | null =>
    at % 2 === 0 ? part : compile(place, { pointer, source: part.trim(), expects: undefined, over: null }),
  )
  if (compiled.includes(null)) return
  place.found.templates.set(pointer, compiled as WorkflowTemplate)
}

/** Keys are fields of an object, values expressions that fit them. */
function checkFields(place: Walk, { of }: Record<string, unknown>, part: Part & { value: Record<string, unknown> }) {
  const object = objectOf(place, String(of), part)
  const shape = object === null ? undefined : place.context.world.shapes.get(object)
  for (const [name, source] of Object.entries(part.value)) {
    const pointer = part.pointer + pointerOf(name)
    const expects = shape ? typeOfField(place, shape, { name, pointer }) : undefined
    if (typeof source !== 'string') continue
    const expression = compile(place, { pointer, source, expects, over: null })
    if (expression) place.found.expressions.set(pointer, expression)
  }
}

function typeOfField(place: Walk, shape: ObjectShape, { name, pointer }: { name: string; pointer: string }) {
  const { sink, dependencies } = place.context
  dependencies.add(`${shape.name}.${name}`)
  const field = shape.fields.get(name)
  const at = place.base + pointer
  if (!field) {
    reportUnknownField(sink, { pointer: at, found: name, object: shape.name, known: shape.fields.keys() })
    return undefined
  }
  if (field.readOnly && field.type.computed) {
    const message = text(`“${name}” is computed: it cannot be set`, `“${name}”由系统计算，不能写入`)
    sink.add({ pointer: at, code: 'read_only', message, params: { field: name } })
    return undefined
  }
  const type = expressionType(field)
  // a list of records is given as the ids that it holds
  return type.kind === 'list' || type.kind === 'struct' ? undefined : type
}

/** The object that an option names; the workflow's own where the option is left out. Null where it cannot be known. */
function objectOf({ options, object, context }: OptionsPlace, option: string, { around }: Pick<Part, 'around'>) {
  const named = ownValue(around, option) ?? ownValue(options, option) ?? object
  return typeof named === 'string' && context.world.shapes.has(named) ? named : null
}

interface Reference extends TextPart {
  reference: string
  of: unknown
}

function checkReference(place: Walk, { reference, of, ...part }: Reference): void {
  const { context, base } = place
  const { value: found, pointer } = part
  const at = base + pointer
  if (reference === 'object') return void referredObject(context, at, found)
  const inObject = ['field', 'collection', 'transition']
  if (inObject.includes(reference)) {
    const object = objectOf(place, typeof of === 'string' ? of : 'object', part)
    if (object !== null) checkPartOf(place, { at, reference, found, object })
    return
  }
  if (isKind(reference, context.world.extensions)) {
    checkDocument(context, at, { kind: reference, found, what: [reference, reference] })
  }
}

interface PartOf {
  at: string
  reference: string
  found: string
  object: string
}

function checkPartOf({ context }: Walk, { at, reference, found, object }: PartOf): void {
  const { sink, world, dependencies } = context
  const shape = world.shapes.get(object)!
  if (reference === 'transition') {
    dependencies.add(object)
    const known = Object.keys(shape.definition['x-object'].states?.transitions ?? {})
    if (!known.includes(found)) reportUnknownName(sink, { pointer: at, found, known, what: ['transition', '状态转换'] })
    return
  }
  dependencies.add(`${object}.${found}`)
  const known = reference === 'field' ? shape.fields : (world.collections.get(object) ?? new Map())
  if (!known.has(found)) reportUnknownField(sink, { pointer: at, found, object, known: known.keys() })
}
