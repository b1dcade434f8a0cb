import type { QueryContext } from '@fieldwork/database'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { AppError, isPlainObject } from '@fieldwork/metadata'
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
export function toldProblem(ctx: QueryContext, object: CompiledObject, problem: Problem): Problem {
  const hidden = hiddenPlace(ctx, object, (problem.pointer ?? '').split('/').slice(1))
  const named = isPlainObject(problem.params) ? problem.params.field : undefined
  const isNamed = hidden !== null && named === hidden.name
  if (hidden === null || problem.code === 'unknown_field') return problem
  const { field: _field, ...params } = problem.params ?? {}
  return { ...problem, pointer: hidden.pointer, params, ...(isNamed && { code: 'not_possible', message: notPossible }) }
}

const notPossible: LocalizedText = {
  en: 'The record needs something that you may not see or enter; ask somebody who may',
  'zh-CN': '该记录需要您无权查看或填写的内容，请联系有权限的人员',
}

/** The field that does not exist for the actor at a pointer, and the pointer to the record that has it. */
function hiddenPlace(
  ctx: QueryContext,
  object: CompiledObject,
  steps: readonly string[],
): { name: string; pointer: string } | null {
  let at = object
  for (const [index, step] of steps.entries()) {
    const collection = at.collections.get(step)
    if (ctx.absent?.(at.name).has(step))
      return {
        name: step,
        pointer: steps
          .slice(0, index)
          .map((each) => `/${each}`)
          .join(''),
      }
    if (collection) at = ctx.catalog.object(collection.object)
    else if (at.fields.has(step)) return null
  }
  return null
}
