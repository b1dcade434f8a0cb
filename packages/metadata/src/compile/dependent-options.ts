import type { Property } from '@fieldwork/fields'
import type { CompiledRule } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

/** Which options a field offers, by the option that another field of the record has. */
interface DependentOptions {
  field: string
  map: Record<string, string[]>
}

/**
 * Options that depend on another field's (PLAT-11) are validation rules: whatever writes a record, whichever of the two
 * fields it changes, both go together afterwards. Their names hold a dot, which no author's rule does.
 */
export function dependentOptionRules(context: CheckContext, shape: ObjectShape): CompiledRule[] {
  return [...shape.fields.values()].flatMap((field) => {
    const depends = dependsOn(field.property)
    if (!depends || !isKnownPair(context, shape, { field, depends })) return []
    const conditions = conditionsOf(field.name, depends)
    return conditions.flatMap((source, index) => ruleOf(context, shape, { field, depends, source, index }))
  })
}

const dependsOn = (property: Property): DependentOptions | undefined =>
  property['x-field'].dependsOn as DependentOptions | undefined

interface Pair {
  field: FieldShape
  depends: DependentOptions
}

/** Each option of the other field allows its own; without one of them nothing is allowed. */
function conditionsOf(field: string, { field: other, map }: DependentOptions): string[] {
  const allowed = Object.entries(map).map(
    ([key, options]) => `${other} == ${quoted(key)} && ${field} != null && !(${field} in ${listOf(options)})`,
  )
  return [`${field} != null && !(${other} in ${listOf(Object.keys(map))})`, ...allowed]
}

interface RuleSource extends Pair {
  source: string
  index: number
}

function ruleOf(context: CheckContext, shape: ObjectShape, { field, depends, source, index }: RuleSource) {
  const pointer = pointerOf('properties', field.name, 'x-field', 'dependsOn')
  const when = checked(context, pointer, { source, object: shape.name, expects: { kind: 'boolean' } })
  if (!when) return []
  const other = shape.fields.get(depends.field)?.label
  const message = text(
    `This ${field.label.en} does not go with the ${other?.en ?? depends.field}`,
    `此${field.label['zh-CN']}与${other?.['zh-CN'] ?? depends.field}不符`,
  )
  const on = new Set(['save', 'transition', 'import'] as const)
  const name = `${field.name}.${index}`
  return [
    {
      name,
      code: 'dependent_option' as const,
      when,
      message,
      field: field.name,
      severity: 'block' as const,
      on,
      transitions: null,
    },
  ]
}

function isKnownPair(context: CheckContext, shape: ObjectShape, { field, depends }: Pair): boolean {
  const pointer = pointerOf('properties', field.name, 'x-field', 'dependsOn')
  const other = shape.fields.get(depends.field)
  if (!other || other === field) {
    const known = [...shape.fields.keys()].filter((name) => name !== field.name)
    reportUnknownField(context.sink, { pointer: `${pointer}/field`, found: depends.field, object: shape.name, known })
    return false
  }
  const keys = oneOf(other)
  if (!keys) {
    context.sink.add({ pointer: `${pointer}/field`, ...notAChoice(other) })
    return false
  }
  return checkMap(context, pointer, { map: depends.map, keys, own: oneOf(field) ?? [] })
}

/** The keys of a field that holds one of its options. */
function oneOf({ type, property }: FieldShape): string[] | null {
  if (!type.choices || type.expression(property).kind !== 'text') return null
  return type.choices(property).map(({ key }) => key)
}

interface KnownKeys {
  map: DependentOptions['map']
  /** of the other field */
  keys: readonly string[]
  own: readonly string[]
}

function checkMap({ sink }: CheckContext, pointer: string, { map, keys, own }: KnownKeys): boolean {
  const what = ['option', '选项'] as const
  let isRight = true
  for (const [key, options] of Object.entries(map)) {
    const at = pointer + pointerOf('map', key)
    const unknown = options.map((found, index) => ({ found, at: `${at}/${index}`, known: own }))
    for (const { found, at: place, known } of [{ found: key, at, known: keys }, ...unknown]) {
      if (known.includes(found)) continue
      isRight = false
      reportUnknownName(sink, { pointer: place, found, known, what: [...what] })
    }
  }
  return isRight
}

function notAChoice({ name, type }: FieldShape) {
  const message = text(
    `Options can depend on a field with options of its own; “${name}” is “${type.label.en}”`,
    `只能依赖有选项的字段，“${name}”的类型是“${type.label['zh-CN']}”`,
  )
  return { code: 'wrong_field_type', message, params: { field: name, type: type.name } }
}

const listOf = (keys: readonly string[]): string => `[${keys.map(quoted).join(', ')}]`
const quoted = (key: string): string => `'${key.replace(/[\\']/g, '\\$&')}'`
