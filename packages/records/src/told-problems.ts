import type { QueryContext } from '@fieldwork/database'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { AppError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'

/** An error without the fields that do not exist for the actor: neither by name nor by label. */
export function toldError(ctx: QueryContext, object: string, error: unknown): unknown {
  if (!ctx.absent || !(error instanceof AppError) || !ctx.catalog.objects.has(object)) return error
  const { code, status, localized, params, problems } = error
  const told = problems.map((problem) => toldProblem(ctx, ctx.catalog.object(object), problem))
  if (told.every((problem, at) => problem === problems[at])) return error
  return Object.assign(new AppError(code, { status, message: localized, params, problems: told }), {
    cause: error.cause,
  })
}

/** What is authored (rules, duplicates) keeps its words; what is said of the field itself is said of the record. */
function toldProblem(ctx: QueryContext, object: CompiledObject, problem: Problem): Problem {
  const { code, pointer = '', params = {} } = problem
  if (code === 'unknown_field') return problem
  const place = placeOf(ctx, object, pointer.split('/').slice(1))
  const absent = ctx.absent?.(place.object.name)
  const named = [params.field, ...String(params.fields ?? '').split(', ')].filter((name) => absent?.has(String(name)))
  if (place.hidden === null && named.length === 0) return problem
  const { field: _field, fields: _fields, ...rest } = params
  const told = place.hidden === null ? problem : { ...problem, pointer: place.pointer }
  if (named.length === 0) return { ...told, params: rest }
  if (code === 'duplicate') return { ...told, params: rest, message: existsAlready }
  return { ...told, params: rest, code: 'not_possible', message: notPossible }
}

const existsAlready: LocalizedText = { en: 'Such a record exists already', 'zh-CN': '已存在相同的记录' }
const notPossible: LocalizedText = {
  en: 'The record needs something that you may not see or enter; ask somebody who may',
  'zh-CN': '该记录需要您无权查看或填写的内容，请联系有权限的人员',
}

interface Place {
  object: CompiledObject
  /** the field at the pointer, if it does not exist for the actor */
  hidden: string | null
  /** of the record that has the field */
  pointer: string
}

/** What a pointer into a record with its lines is about. */
function placeOf(ctx: QueryContext, object: CompiledObject, steps: readonly string[]): Place {
  let at = object
  for (const [index, step] of steps.entries()) {
    const collection = at.collections.get(step)
    const isHidden = ctx.absent?.(at.name).has(step)
    const pointer = steps
      .slice(0, index)
      .map((each) => `/${each}`)
      .join('')
    if (isHidden || at.fields.has(step)) return { object: at, hidden: isHidden ? step : null, pointer }
    if (collection) at = ctx.catalog.object(collection.object)
  }
  return { object: at, hidden: null, pointer: '' }
}
