import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledRollUp } from '../catalog.ts'
import { didYouMean } from '../suggest.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, referredObject, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { readsClock } from './reads-clock.ts'
import { rollUpOptions } from './roll-up-result.ts'
import type { RollUpOptions } from './roll-up-result.ts'
import { expressionType } from './type-environment.ts'
import { stepTo } from './world.ts'

interface RollUpPlace {
  shape: ObjectShape
  field: FieldShape
}

interface Place {
  /** of `x-field` */
  pointer: string
  child: ObjectShape
  options: RollUpOptions
}

/** Checks a roll-up; null where something is wrong with it, all of which is reported. */
export function compileRollUp(
  context: CheckContext,
  pointer: string,
  { shape, field }: RollUpPlace,
): CompiledRollUp | null {
  if (field.type.computed !== 'roll-up') return null
  const options = rollUpOptions(field.property)
  const at = `${pointer}/x-field`
  const child = referredObject(context, `${at}/object`, options.object)
  if (!child) return null
  const place: Place = { pointer: at, child, options }
  const parts = [
    checkVia(context, place, shape),
    checkField(context, place),
    checkResult(context, place, { shape, field }),
    checkBy(context, place),
    checkSubtree(context, place, shape),
  ]
  const where = checkWhere(context, place)
  if (parts.includes(false) || where === undefined) return null
  const { object, via, function: name, field: of = null, subtree = false } = options
  const by = name === 'latest' ? (options.by ?? 'created_at') : null
  return { object, via, function: name, field: of, by, where, subtree }
}

function checkVia(
  { sink, dependencies }: CheckContext,
  { pointer, child, options }: Place,
  shape: ObjectShape,
): boolean {
  const at = `${pointer}/via`
  dependencies.add(`${child.name}.${options.via}`)
  const via = child.fields.get(options.via)
  const possible = [...child.fields.values()].filter((field) => refersTo(field, shape.name)).map(({ name }) => name)
  if (!via) {
    const known = possible.length > 0 ? possible : child.fields.keys()
    reportUnknownField(sink, { pointer: at, found: options.via, object: child.name, known })
    return false
  }
  if (refersTo(via, shape.name)) return true
  const hint = didYouMean(options.via, possible)
  const [en, zh] = possible.length > 0 ? [possible.join(', '), possible.join('、')] : ['none', '无']
  const message = text(
    `“${via.name}” of “${child.name}” does not refer to “${shape.name}”; fields that do: ${en}${hint.en}`,
    `“${child.name}”的“${via.name}”没有关联到“${shape.name}”；可用的字段：${zh}${hint['zh-CN']}`,
  )
  sink.add({ pointer: at, code: 'wrong_field_type', message, params: { field: via.name, object: child.name } })
  return false
}

const refersTo = ({ reference, system, column }: FieldShape, object: string): boolean =>
  reference === object && column !== null && !system

function checkField(context: CheckContext, place: Place): boolean {
  const { pointer, options } = place
  if (options.field === undefined) {
    if (options.function === 'count') return true
    const message = text('Say which field is aggregated', '请指定要汇总的字段')
    context.sink.add({ pointer: `${pointer}/field`, code: 'required', message })
    return false
  }
  return checkOwn(context, place, { at: `${pointer}/field`, path: [options.field] })
}

/** The aggregated field must have values that the function can work on. */
function checkResult({ world, sink }: CheckContext, { pointer, child, options }: Place, place: RollUpPlace): boolean {
  const of = child.fields.get(options.field ?? '')
  if (!of || world.rollUp(place.shape.name, place.field.name) !== null) return true
  // a formula or roll-up with a problem of its own is told there
  if (of.type.computed === 'formula' && !world.formula(child.name, of.name).ok) return false
  if (of.type.computed === 'roll-up' && world.rollUp(child.name, of.name) === null) return false
  const { en, 'zh-CN': zh } = of.type.label
  const message = text(
    `“${options.function}” cannot be made of “${of.name}”, which is “${en}”`,
    `“${of.name}”的类型是“${zh}”，不能用于“${options.function}”汇总`,
  )
  const params = { field: of.name, type: of.type.name, function: options.function }
  sink.add({ pointer: `${pointer}/field`, code: 'wrong_field_type', message, params })
  return false
}

function checkBy(context: CheckContext, place: Place): boolean {
  const { pointer, child, options } = place
  if (options.by === undefined) return true
  const at = `${pointer}/by`
  if (options.function !== 'latest') {
    const message = text('Only “latest” goes by a date or time', '只有“latest”需要日期或时间字段')
    context.sink.add({ pointer: at, code: 'not_allowed', message })
    return false
  }
  if (!checkOwn(context, place, { at, path: [options.by] })) return false
  const by = child.fields.get(options.by) as FieldShape
  if (by.column !== null && ['date', 'datetime'].includes(expressionType(by).kind)) return true
  const { en, 'zh-CN': zh } = by.type.label
  const message = text(
    `The latest is found by a stored date or time; “${by.name}” is “${en}”`,
    `“latest”按已存储的日期或时间判断，而“${by.name}”的类型是“${zh}”`,
  )
  context.sink.add({ pointer: at, code: 'wrong_field_type', message, params: { field: by.name, type: by.type.name } })
  return false
}

/** Only what stands in a hierarchy has something below it. */
function checkSubtree({ sink }: CheckContext, { pointer, options }: Place, { name, hierarchy }: ObjectShape): boolean {
  if (options.subtree !== true || hierarchy !== null) return true
  const message = text(
    `Nothing stands below records of “${name}”: it has no hierarchy (x-object.hierarchy)`,
    `“${name}”没有层级关系（x-object.hierarchy），其记录没有下级`,
  )
  sink.add({ pointer: `${pointer}/subtree`, code: 'no_hierarchy', message, params: { object: name } })
  return false
}

/** The condition; null where there is none, undefined where it is wrong. */
function checkWhere(context: CheckContext, place: Place): CheckedExpression | null | undefined {
  const { pointer, child, options } = place
  if (options.where === undefined) return null
  const at = `${pointer}/where`
  const input = { source: options.where, object: child.name, expects: { kind: 'boolean' } } as const
  const where = checked(context, at, input)
  if (!where) return undefined
  return isOwn(context, place, { at, expression: where }) ? where : undefined
}

/** Every path and variable is of the record itself, and nothing changes by itself as time passes. */
function isOwn(
  context: CheckContext,
  place: Place,
  { at, expression }: { at: string; expression: CheckedExpression },
): boolean {
  if (expression.variables.length > 0) return refuse(context, at, byWhoAsks)
  if (expression.constants) return refuse(context, at, byParameter)
  if (readsClock(expression)) return refuse(context, at, byTime)
  return expression.paths.every((path) => checkOwn(context, place, { at, path }))
}

/** A field that a write of the record itself decides: stored with it, or a formula over such fields. */
function checkOwn(context: CheckContext, place: Place, { at, path }: { at: string; path: string[] }): boolean {
  const { world, sink, dependencies } = context
  const { child } = place
  const [name = '', ...rest] = path
  dependencies.add(`${child.name}.${name}`)
  const field = child.fields.get(name)
  const leadsOn = stepTo(world, child.name, name) !== null
  const isElsewhere = leadsOn && (rest.length > 0 || field === undefined)
  if (isElsewhere) return refuse(context, at, ofOthers(path))
  if (!field) {
    reportUnknownField(sink, { pointer: at, found: name, object: child.name, known: child.fields.keys() })
    return false
  }
  if (field.type.computed !== 'formula') return true
  const outcome = world.formula(child.name, name)
  if (!outcome.ok) return false
  for (const dependency of outcome.dependencies) dependencies.add(dependency)
  return isOwn(context, place, { at, expression: outcome.expression })
}

interface Refusal {
  code: string
  message: { en: string; 'zh-CN': string }
}

function refuse({ sink }: CheckContext, pointer: string, why: Refusal): false {
  sink.add({ pointer, ...why })
  return false
}

const byWhoAsks: Refusal = {
  code: 'not_maintainable',
  message: text(
    'A roll-up is the same for everybody, so it cannot depend on the user',
    '汇总值对所有人相同，不能依赖当前用户',
  ),
}

const byParameter = {
  code: 'not_maintainable',
  message: text(
    'What is summed up changes with records only, so the condition cannot depend on parameters',
    '汇总只随记录变化，条件不能依赖参数',
  ),
}
const byTime: Refusal = {
  code: 'not_maintainable',
  message: text(
    'A roll-up changes with records only, so it cannot depend on the time; filter a list or report by it instead',
    '汇总值只随记录变化，不能依赖当前时间；请改用列表或报表的筛选条件',
  ),
}

function ofOthers(names: string[]): Refusal {
  const path = names.join('.')
  const message = text(
    `A roll-up is kept by writes of the aggregated record, so it cannot follow “${path}” to other records; store the value there first`,
    `汇总值由被汇总记录的写入维护，不能通过“${path}”引用其他记录；请先将该值存储在被汇总记录上`,
  )
  return { code: 'not_maintainable', message }
}
