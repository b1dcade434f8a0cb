import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { completenessField } from './completeness-fields.ts'
import type { ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** Checks the completeness standard of an object: its fields and its conditions. */
export function checkCompleteness(context: CheckContext, shape: ObjectShape): void {
  const groups = shape.definition['x-object'].completeness ?? {}
  for (const [group, { fields, when }] of Object.entries(groups)) {
    const pointer = pointerOf('x-object', 'completeness', group)
    const input = { source: when, object: shape.name, expects: { kind: 'boolean' } } as const
    checked(context, `${pointer}/when`, input)
    for (const name of Object.keys(fields))
      checkField(context, shape, { name, pointer: pointer + pointerOf('fields', name) })
  }
}

interface Place {
  name: string
  pointer: string
}

function checkField({ sink }: CheckContext, shape: ObjectShape, { name, pointer }: Place): void {
  const own = shape.definition.properties[name]
  if (!own)
    return reportUnknownField(sink, {
      pointer,
      found: name,
      object: shape.name,
      known: Object.keys(shape.definition.properties),
    })
  if (name !== completenessField() && !name.startsWith(completenessField(''))) return
  const message = text('The completeness cannot depend on itself', '完整度不能依赖于自身')
  sink.add({ pointer, code: 'computed_field', message, params: { field: name } })
}
