import type { CheckedExpression, ExpressionProblem } from '@fieldwork/expressions'
import type { Kind } from '../catalog.ts'
import type { ProblemSink } from '../problems.ts'
import { didYouMean } from '../suggest.ts'
import { text } from '../words.ts'
import type { ObjectShape } from './object-shape.ts'
import type { Dependencies, ExpressionInput, Outcome, World } from './world.ts'

interface MissingName {
  pointer: string
  found: string
  known: Iterable<string>
}

/** A field that does not exist on the object, with the one that was probably meant. */
export function reportUnknownField(sink: ProblemSink, { object, ...missing }: MissingName & { object: string }): void {
  const { pointer, found } = missing
  const hint = didYouMean(found, missing.known)
  sink.add({
    pointer,
    code: 'unknown_field',
    message: text(
      `There is no field “${found}” on “${object}”${hint.en}`,
      `“${object}”没有字段“${found}”${hint['zh-CN']}`,
    ),
    params: { field: found, object },
  })
}

/** An object that does not exist. */
function reportUnknownObject(sink: ProblemSink, { pointer, found, known }: MissingName): void {
  const hint = didYouMean(found, known)
  sink.add({
    pointer,
    code: 'unknown_object',
    message: text(`There is no object “${found}”${hint.en}`, `没有对象“${found}”${hint['zh-CN']}`),
    params: { object: found },
  })
}

/** Anything else that is referred to by name: an app, an option, a section … */
export function reportUnknownName(sink: ProblemSink, { what, ...missing }: MissingName & { what: [string, string] }) {
  const { pointer, found, known } = missing
  const hint = didYouMean(found, known)
  const message = text(`There is no ${what[0]} “${found}”${hint.en}`, `没有${what[1]}“${found}”${hint['zh-CN']}`)
  sink.add({ pointer, code: 'unknown_name', message, params: { name: found } })
}

/** The problems of one expression, each with its place in the source. */
function reportExpression(sink: ProblemSink, pointer: string, problems: ExpressionProblem[]): void {
  for (const { code, message, position, params } of problems) {
    sink.add({ pointer, code, message, params: { ...params, position } })
  }
}

export interface CheckContext {
  world: World
  sink: ProblemSink
  /** gathers what the checked expressions depend on */
  dependencies: Dependencies
}

/** The shape of an object that a document refers to; reported when there is no such object. */
export function referredObject(
  { world, sink, dependencies }: CheckContext,
  pointer: string,
  found: string,
): ObjectShape | null {
  if (!world.hasObject(found)) reportUnknownObject(sink, { pointer, found, known: world.objectNames() })
  else dependencies.add(found)
  return world.shapes.get(found) ?? null
}

interface Reference {
  kind: Kind
  found: string
  what: [string, string]
}

/** Checks that another document exists. */
export function checkDocument({ world, sink, dependencies }: CheckContext, pointer: string, reference: Reference) {
  const { kind, found, what } = reference
  const known = world.names(kind)
  if (known.has(found)) dependencies.add(`${kind}/${found}`)
  else reportUnknownName(sink, { pointer, found, known, what })
}

/** Checks an expression, reports its problems and returns it, or null when it is absent or wrong. */
export function checked(
  { world, sink, dependencies }: CheckContext,
  pointer: string,
  input: Omit<ExpressionInput, 'source'> & { source: string | undefined },
): CheckedExpression | null {
  const { source } = input
  if (source === undefined) return null
  return settled({ sink, dependencies }, pointer, world.check({ ...input, source }))
}

/** Reports what went wrong in an outcome, or keeps what it depends on. */
export function settled(
  { sink, dependencies }: Omit<CheckContext, 'world'>,
  pointer: string,
  outcome: Outcome,
): CheckedExpression | null {
  if (!outcome.ok) {
    reportExpression(sink, pointer, outcome.problems)
    return null
  }
  for (const dependency of outcome.dependencies) dependencies.add(dependency)
  return outcome.expression
}
