import { INDEXABLE_LENGTH } from '@fieldwork/fields'
import type { CompiledUnique } from '../catalog.ts'
import type { Unique } from '../generated/object.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** What is unique together in an object, by name. */
export function compileUniques(context: CheckContext, shape: ObjectShape): CompiledUnique[] {
  const uniques = Object.entries(shape.definition['x-object'].unique ?? {}).map(([name, definition]) => {
    definition.fields.forEach((field, at) => {
      checkField(context, shape, { name: field, pointer: pointerOf('x-object', 'unique', name, 'fields', String(at)) })
    })
    return { name, fields: definition.fields, alike: alikeOf(definition), message: definition.message ?? null }
  })
  return uniques.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function alikeOf({ ignoreCase = false, ignoreWidth = false, ignoreSpaces = false }: Unique): CompiledUnique['alike'] {
  return ignoreCase || ignoreWidth || ignoreSpaces ? { ignoreCase, ignoreWidth, ignoreSpaces } : null
}

function checkField(
  { sink }: CheckContext,
  { name: object, fields }: ObjectShape,
  { name, pointer }: { name: string; pointer: string },
): void {
  const field = fields.get(name)
  if (!field || field.system) {
    const known = [...fields.values()].filter(({ system }) => !system).map((each) => each.name)
    reportUnknownField(sink, { pointer, found: name, object, known })
  } else if (!isIndexable(field)) {
    const { en, 'zh-CN': zh } = field.type.label
    const message = text(
      `“${name}” (${en}) cannot be part of what is unique: it needs one stored value of at most ${INDEXABLE_LENGTH} characters that does not follow from other records`,
      `“${name}”（${zh}）不能用于唯一组合：须为存储的单个值（最多 ${INDEXABLE_LENGTH} 个字符），且不由其他记录得出`,
    )
    sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name } })
  }
}

const values: ReadonlySet<string> = new Set(['text', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'record'])

function isIndexable({ type, property, column, targets }: FieldShape): boolean {
  if (column === null || targets !== null || type.computed === 'roll-up' || type.without?.includes('unique'))
    return false
  const { maxLength } = property as { maxLength?: number }
  return values.has(type.expression(property).kind) && (maxLength ?? 0) <= INDEXABLE_LENGTH
}
