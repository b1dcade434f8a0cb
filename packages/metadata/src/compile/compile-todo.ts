import type { CompiledTodo } from '../catalog.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** Which records of an object are to do, as a list asks for them; null: none, or what is said of them is wrong. */
export function compileTodo(context: CheckContext, shape: ObjectShape): CompiledTodo | null {
  const { todo } = shape.definition['x-object']
  if (todo === undefined) return null
  const { assignee, due, open } = todo
  const isHeld = checkField(context, shape, { name: assignee, member: 'assignee', isRight: holdsUser, what: aUser })
  const isTimed =
    due === undefined || checkField(context, shape, { name: due, member: 'due', isRight: holdsTime, what: aTime })
  const pointer = '/x-object/todo/open'
  const condition = checked(context, pointer, { source: open, object: shape.name, expects: { kind: 'boolean' } })
  if (!isHeld || !isTimed || condition === null) return null
  return { filter: `${assignee} == user && (${open})`, due: due ?? null }
}

interface Wanted {
  name: string
  member: 'assignee' | 'due'
  isRight: (field: FieldShape) => boolean
  what: { en: string; 'zh-CN': string }
}

function checkField({ sink }: CheckContext, { name: object, fields }: ObjectShape, wanted: Wanted): boolean {
  const { name, member, isRight, what } = wanted
  const pointer = `/x-object/todo/${member}`
  const field = fields.get(name)
  if (!field) {
    reportUnknownField(sink, { pointer, found: name, object, known: fields.keys() })
    return false
  }
  if (isRight(field)) return true
  const message = text(`“${name}” does not hold ${what.en}`, `“${name}”不是${what['zh-CN']}字段`)
  sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name } })
  return false
}

const aUser = { en: 'a user', 'zh-CN': '用户' }
const aTime = { en: 'a date, or a date and time', 'zh-CN': '日期或日期时间' }

const holdsUser = ({ column, reference }: FieldShape): boolean => column !== null && reference === 'user'

function holdsTime({ column, type, property }: FieldShape): boolean {
  const { kind } = type.expression(property)
  return column !== null && (kind === 'date' || kind === 'datetime')
}
