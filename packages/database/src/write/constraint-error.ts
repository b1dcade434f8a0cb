import { DatabaseError } from 'pg'
import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject, CompiledUnique } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { sqlState } from '../connection/sql-state.ts'
import { constraintName } from '../schema/names.ts'
import { keyParts, uniqueKeyOf, uniqueOptions, uniqueSuffix, uniqueTogether } from '../schema/unique-key.ts'
import type { KeyPart } from '../schema/unique-key.ts'

const constraintClass = '23'
const dataClass = '22'

/**
 * Turns what only PostgreSQL can find (a value that exists already, a number out of range) into a refusal that names
 * the field. Anything else is a bug and stays one.
 */
export function asWriteProblem(error: unknown, object: CompiledObject): never {
  if (!(error instanceof DatabaseError)) throw error
  const { code = '' } = error
  if (code === sqlState.uniqueViolation) throw appError('duplicate', {}, duplicateProblems(error, object))
  if (code === sqlState.foreignKeyViolation) throw appError('validation_failed', {}, [referenceProblem(error, object)])
  if (code === sqlState.programLimitExceeded) throw appError('validation_failed', {}, [tooWide])
  if (code === sqlState.queryCanceled) throw appError('too_slow')
  if (code.startsWith(dataClass) || code.startsWith(constraintClass)) {
    throw appError('validation_failed', {}, [{ pointer: '', code: 'value_not_storable', message: notStorable }])
  }
  throw error
}

/** The same for records that come back along with another one: what is in the way is told in their words. */
export function asReturnProblem(error: unknown, object: CompiledObject): never {
  try {
    return asWriteProblem(error, object)
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal
    const { code, status, localized, params, problems } = refusal
    const told = problems.map((problem) => aboutPart(object, problem))
    throw new AppError(code, { status, message: localized, params, problems: told })
  }
}

/** A problem of a record of the object that is written along with another. */
export function aboutPart({ name, label }: CompiledObject, problem: Problem): Problem {
  const message = {
    en: `${label.en}: ${problem.message.en}`,
    'zh-CN': `${label['zh-CN']}：${problem.message['zh-CN']}`,
  }
  return { ...problem, pointer: '', message, params: { ...problem.params, object: name } }
}

/** The same for many rows: a value that exists already is traced to its row. */
export function asBulkProblem(
  error: unknown,
  object: CompiledObject,
  rows: readonly { values: Record<string, unknown> }[],
): never {
  const key =
    error instanceof DatabaseError && error.code === sqlState.uniqueViolation
      ? keyOfConstraint(error, object)
      : undefined
  if (!key || !(error instanceof DatabaseError)) return asWriteProblem(error, object)
  const value = /\)=\((.*)\) already exists/s.exec(error.detail ?? '')?.[1]
  const keyOf = (values: Record<string, unknown>) =>
    key.parts.map((part) => uniqueKeyOf(part, values[part.field.name])).join(', ')
  const found = rows.flatMap(({ values }, i) => (keyOf(values) === value ? [i] : []))
  const at = found.at(-1)
  const pointer = at === undefined ? '' : `/${at}`
  throw appError(
    'duplicate',
    {},
    duplicateProblems(error, object).map((problem) => ({ ...problem, pointer: pointer + (problem.pointer ?? '') })),
  )
}

function duplicateProblems(error: DatabaseError, object: CompiledObject): Problem[] {
  const key = keyOfConstraint(error, object)
  return key ? takenProblems(key) : []
}

/** What is unique: a field, or several together. */
export interface TakenKey {
  parts: KeyPart[]
  /** null: a field by itself */
  unique: CompiledUnique | null
}

/** A problem at each field of a key that another record has already, which names all of them. */
export function takenProblems({ parts, unique }: TakenKey): Problem[] {
  const names = parts.map(({ field }) => field.name)
  const labels = parts.map(({ field }) => field.label)
  const message = unique?.message ?? (parts.length > 1 ? takenTogether(labels) : taken(labels[0] as LocalizedText))
  return names.map((field) => ({
    pointer: `/${field}`,
    code: 'duplicate',
    message,
    params: { field, ...(unique && { unique: unique.name, fields: names.join(', ') }) },
  }))
}

function keyOfConstraint({ constraint }: DatabaseError, object: CompiledObject): TakenKey | undefined {
  const single = [...object.fields.values()].map((field) => ({
    parts: [{ field, alike: uniqueOptions(field) }],
    unique: null,
    index: (field.column ?? '') + uniqueSuffix(uniqueOptions(field)),
  }))
  const together = object.uniques.map((unique) => {
    const parts = keyParts(object, unique)
    const columns = parts.map(({ field }) => field.column ?? field.name)
    return { parts, unique, index: uniqueTogether(columns, unique.alike) }
  })
  return [...single, ...together].find(({ index }) => constraintName('unique', object.table, index) === constraint)
}

function referenceProblem(error: DatabaseError, object: CompiledObject): Problem {
  const field = foreignKeyField(error, object)
  return field ? unknownReference(field) : { pointer: '', code: 'unknown_reference', message: noRecord }
}

/** The problem of a reference to a record that does not exist or that the actor may not see. */
export function unknownReference(field: CompiledField): Problem {
  const { name, label } = field
  return {
    pointer: `/${name}`,
    code: 'unknown_reference',
    message: {
      en: `${label.en}: there is no such record, or it cannot be chosen here`,
      'zh-CN': `${label['zh-CN']}：该记录不存在或不可选择`,
    },
    params: { field: name },
  }
}

const foreignKeyField = ({ constraint }: DatabaseError, { fields, table }: CompiledObject): CompiledField | undefined =>
  [...fields.values()].find(
    ({ column }) => column !== null && constraintName('foreignKey', table, column) === constraint,
  )

const taken = (label: LocalizedText): LocalizedText => ({
  en: `${label.en}: another record has this value already`,
  'zh-CN': `${label['zh-CN']}：已有记录使用了相同的值`,
})

const takenTogether = (labels: readonly LocalizedText[]): LocalizedText => ({
  en: `${labels.map(({ en }) => en).join(' + ')}: another record has these values together already`,
  'zh-CN': `${labels.map((label) => label['zh-CN']).join(' + ')}：已有记录使用了相同的组合`,
})

const noRecord: LocalizedText = { en: 'A record referred to does not exist', 'zh-CN': '所引用的记录不存在' }

/** Each value that is not empty takes up to 18 bytes of the page even where it is stored elsewhere. */
const tooWide: Problem = {
  pointer: '',
  code: 'record_too_wide',
  message: {
    en: 'The record has too many long values for one row of the database (about 450 texts); empty some of them, or move them to a second object',
    'zh-CN': '该记录的长内容过多，超出数据库单行的容量（约 450 个文本）；请清空部分内容，或将其移到另一个对象',
  },
}

const notStorable: LocalizedText = {
  en: 'A value cannot be stored: it is out of range or holds characters that are not allowed',
  'zh-CN': '有内容无法保存：数值超出范围，或含有不允许的字符',
}
