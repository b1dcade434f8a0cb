import type { LocalizedText } from '@fieldwork/fields'
import type { CompiledRule } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { literal } from './literal.ts'
import type { RecordTypeDefinition } from './object-definition.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { inOrder, RECORD_TYPE } from './record-type-field.ts'
import { checked } from './report.ts'
import type { CheckContext } from './report.ts'
import { expressionType } from './type-environment.ts'

/**
 * What a record type asks of its records (PLAT-18), as validation rules: they hold whatever writes a record, and a change
 * of the type tests all of them again. Their names hold a dot, which no author's rule does.
 */
export function recordTypeRules(context: CheckContext, shape: ObjectShape): CompiledRule[] {
  const { recordTypes } = shape.definition['x-object']
  if (!recordTypes) return []
  return inOrder(recordTypes).flatMap((type) => {
    const definition = recordTypes[type] as RecordTypeDefinition
    return demandsOf(shape, type, definition).flatMap((demand) => ruleOf(context, shape, demand) ?? [])
  })
}

interface Demand {
  type: string
  field: FieldShape
  /** where an author wrote it, below the type */
  pointer: string
  name: string
  code: CompiledRule['code']
  /** broken when this holds too */
  broken: string
  message: LocalizedText
}

const codes = {
  required: 'record_type_required',
  hidden: 'record_type_field',
  options: 'record_type_option',
} as const

/** Names that are wrong are reported where the types themselves are checked. */
function demandsOf(shape: ObjectShape, type: string, definition: RecordTypeDefinition): Demand[] {
  const { required = [], hidden = [], options = {}, label } = definition
  const demand = (
    name: string,
    kind: keyof typeof codes,
    part: (field: FieldShape) => Pick<Demand, 'broken' | 'message'>,
  ) => {
    const field = shape.fields.get(name)
    if (!field || field.type.computed === 'roll-up') return []
    const pointer = pointerOf('x-object', 'recordTypes', type, kind)
    const rule = `${RECORD_TYPE}.${type}.${kind}.${name}`
    return [{ type, field, pointer, name: rule, code: codes[kind], ...part(field) }]
  }
  return [
    ...required.flatMap((name) =>
      demand(name, 'required', (field) => ({ broken: isEmpty(field), message: missing(field) })),
    ),
    ...hidden.flatMap((name) =>
      demand(name, 'hidden', (field) => ({ broken: `${name} != null`, message: unwanted(field, label) })),
    ),
    ...Object.entries(options).flatMap(([name, keys]) =>
      demand(name, 'options', (field) => ({ broken: outside(field, keys), message: notOffered(field, label) })),
    ),
  ]
}

function ruleOf(context: CheckContext, shape: ObjectShape, demand: Demand): CompiledRule | null {
  const { type, field, pointer, name, code, broken, message } = demand
  const source = `${RECORD_TYPE} == ${literal(type)} && ${broken}`
  const when = checked(context, pointer, { source, object: shape.name, expects: { kind: 'boolean' } })
  const on = new Set(['save', 'transition', 'import'] as const)
  return when && { name, code, when, message, field: field.name, severity: 'block', on, transitions: null }
}

const isList = (field: FieldShape): boolean => expressionType(field).kind === 'list'

const isEmpty = (field: FieldShape): string =>
  isList(field) ? `(${field.name} == null || size(${field.name}) == 0)` : `${field.name} == null`

function outside(field: FieldShape, keys: readonly string[]): string {
  const list = literal([...keys])
  if (isList(field)) return `${field.name}.exists(one, !(one in ${list}))`
  return `${field.name} != null && !(${field.name} in ${list})`
}

const missing = ({ label }: FieldShape): LocalizedText => text(`${label.en} is required`, `请填写${label['zh-CN']}`)

const unwanted = ({ label }: FieldShape, type: LocalizedText): LocalizedText =>
  text(`${type.en} has no ${label.en}`, `${type['zh-CN']}没有${label['zh-CN']}`)

const notOffered = ({ label }: FieldShape, type: LocalizedText): LocalizedText =>
  text(`This ${label.en} is not offered for ${type.en}`, `${type['zh-CN']}不能选择此${label['zh-CN']}`)
