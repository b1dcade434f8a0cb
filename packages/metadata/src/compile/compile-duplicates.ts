import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledDuplicateRule, MatchKind } from '../catalog.ts'
import type { Duplicate } from '../generated/object.ts'
import { pointerOf } from '../json/pointer.ts'
import type { ProblemSink } from '../problems.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** The duplicate rules of an object in their order; equal orders by name. */
export function compileDuplicates(context: CheckContext, shape: ObjectShape): CompiledDuplicateRule[] {
  const rules = Object.entries(shape.definition['x-object'].duplicates ?? {}).map(([name, definition]) => {
    const check: CheckCondition = (source, pointer) =>
      checked(context, pointer, { source, object: shape.name, expects: { kind: 'boolean' } })
    const pointer = pointerOf('x-object', 'duplicates', name)
    return compileDuplicate(context.sink, { name, definition, pointer, object: shape, check })
  })
  return rules.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
}

type CheckCondition = (source: string | undefined, pointer: string) => CheckedExpression | null

/** The fields of an object, as its definition or its compiled form has them. */
type MatchedObject = Pick<ObjectShape, 'name' | 'fields'>

interface DuplicateInput {
  name: string
  definition: Duplicate
  /** of the rule in what is checked */
  pointer: string
  object: MatchedObject
  check: CheckCondition
}

/** One rule; what is wrong with it goes into the sink. */
export function compileDuplicate(
  sink: ProblemSink,
  { name, definition, pointer, object, check }: DuplicateInput,
): CompiledDuplicateRule {
  const { match, where, action, message = null, order = Number.MAX_SAFE_INTEGER } = definition
  return {
    name,
    order,
    match: match.flatMap((part, at) => matchOf(sink, object, { part, pointer: `${pointer}/match/${at}` })),
    where: check(where, `${pointer}/where`),
    action,
    message,
  }
}

interface Part {
  part: Duplicate['match'][number]
  pointer: string
}

function matchOf(sink: ProblemSink, object: MatchedObject, { part, pointer }: Part): CompiledDuplicateRule['match'] {
  const { field: name, normalise } = typeof part === 'string' ? { field: part, normalise: undefined } : part
  const field = object.fields.get(name)
  if (!field) {
    reportUnknownField(sink, { pointer, found: name, object: object.name, known: object.fields.keys() })
    return []
  }
  const kind = normalise ?? usualKind(field)
  if (isComparable(field, kind)) return [{ field: name, normalise: kind }]
  const message = text(
    `“${name}” (${field.type.label.en}) cannot be compared as “${kind}”`,
    `“${name}”（${field.type.label['zh-CN']}）不能按“${kind}”比较`,
  )
  sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name, normalise: kind } })
  return []
}

const byType: Record<string, MatchKind> = { phone: 'phone', email: 'email' }

function usualKind({ type, property }: FieldShape): MatchKind {
  return byType[type.name] ?? (type.expression(property).kind === 'text' && !type.choices ? 'text' : 'exact')
}

const comparable: ReadonlySet<string> = new Set(['text', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'record'])

function isComparable({ type, property, column }: FieldShape, kind: MatchKind): boolean {
  if (column === null || type.computed) return false
  const value = type.expression(property).kind
  return kind === 'exact' ? comparable.has(value) : value === 'text'
}
