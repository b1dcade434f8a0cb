import type { CompiledDuplicateRule, MatchKind } from '../catalog.ts'
import type { Duplicate } from '../generated/object.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** The duplicate rules of an object, by name. */
export function compileDuplicates(context: CheckContext, shape: ObjectShape): CompiledDuplicateRule[] {
  const rules = Object.entries(shape.definition['x-object'].duplicates ?? {}).map(([name, rule]) => {
    const pointer = pointerOf('x-object', 'duplicates', name)
    const match = rule.match.flatMap((part, at) => matchOf(context, shape, { part, pointer: `${pointer}/match/${at}` }))
    const input = { source: rule.where, object: shape.name, expects: { kind: 'boolean' } } as const
    const where = checked(context, `${pointer}/where`, input)
    return { name, match, where, action: rule.action, message: rule.message ?? null }
  })
  return rules.sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface Part {
  part: Duplicate['match'][number]
  pointer: string
}

function matchOf({ sink }: CheckContext, shape: ObjectShape, { part, pointer }: Part): CompiledDuplicateRule['match'] {
  const { field: name, normalise } = typeof part === 'string' ? { field: part, normalise: undefined } : part
  const field = shape.fields.get(name)
  if (!field) {
    reportUnknownField(sink, { pointer, found: name, object: shape.name, known: shape.fields.keys() })
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
