import { DatabaseError } from 'pg'
import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { sqlState } from '../connection/sql-state.ts'
import { constraintName } from '../schema/names.ts'
import { uniqueKeyOf, uniqueOptions, uniqueSuffix } from '../schema/unique-key.ts'

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
  const field =
    error instanceof DatabaseError &&
    error.code === sqlState.uniqueViolation &&
    fieldOfConstraint(error, object, 'unique')
  if (!field) return asWriteProblem(error, object)
  const value = /\)=\((.*)\) already exists/s.exec(error.detail ?? '')?.[1]
  const found = rows.flatMap(({ values }, i) => (uniqueKeyOf(field, values[field.name]) === value ? [i] : []))
  const at = found.at(-1)
  const pointer = at === undefined ? '' : `/${at}`
  throw appError(
    'duplicate',
    {},
    duplicateProblems(error, object).map((problem) => ({ ...problem, pointer: pointer + (problem.pointer ?? '') })),
  )
}

function duplicateProblems(error: DatabaseError, object: CompiledObject): Problem[] {
  const field = fieldOfConstraint(error, object, 'unique')
  return field
    ? [{ pointer: `/${field.name}`, code: 'duplicate', message: taken(field.label), params: { field: field.name } }]
    : []
}

function referenceProblem(error: DatabaseError, object: CompiledObject): Problem {
  const field = fieldOfConstraint(error, object, 'foreignKey')
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

function fieldOfConstraint(
  { constraint }: DatabaseError,
  object: CompiledObject,
  kind: 'unique' | 'foreignKey',
): CompiledField | undefined {
  return [...object.fields.values()].find(
    (field) =>
      field.column !== null &&
      constraintName(
        kind,
        object.table,
        field.column + (kind === 'unique' ? uniqueSuffix(uniqueOptions(field)) : ''),
      ) === constraint,
  )
}

const taken = (label: LocalizedText): LocalizedText => ({
  en: `${label.en}: another record has this value already`,
  'zh-CN': `${label['zh-CN']}：已有记录使用了相同的值`,
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
