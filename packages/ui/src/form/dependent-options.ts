import type { FieldShape } from '@fieldwork/fields/ui'
import { ownOption } from '@fieldwork/fields/ui'

import type { ObjectSchema } from '../api/types.ts'
import { shapeOf } from '../values/shapes.ts'
import type { FormValues } from './form-values.ts'

interface DependentOptions {
  field: string
  map: Record<string, string[]>
}

/** What a field's options depend on; null where they do not. */
export function dependsOn(shape: FieldShape): DependentOptions | null {
  const depends = ownOption(shape, 'dependsOn')
  return depends && typeof depends === 'object' && 'map' in depends ? (depends as unknown as DependentOptions) : null
}

/** The field with the options that go with what the other field has. */
export function narrowed(shape: FieldShape, other: unknown): FieldShape {
  const depends = dependsOn(shape)
  if (!depends || !shape.options) return shape
  const allowed = new Set(depends.map[String(other ?? '')] ?? [])
  const options = Object.entries(shape.options).filter(([key]) => allowed.has(key))
  return { ...shape, options: Object.fromEntries(options) }
}

/** The values without those that the change of one field leaves without their condition. */
export function withoutOrphans(schema: ObjectSchema, values: FormValues, changed: string): FormValues {
  let kept = values
  for (const name of Object.keys(schema.fields)) {
    const shape = kept[name] === undefined ? null : shapeOf(schema, name)
    const depends = shape && dependsOn(shape)
    if (!depends || depends.field !== changed) continue
    const allowed = depends.map[String(kept[changed] ?? '')] ?? []
    if (allowed.includes(String(kept[name]))) continue
    const { [name]: _orphan, ...rest } = kept
    kept = withoutOrphans(schema, rest, name)
  }
  return kept
}
