import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { CompiledMatch, CompiledMemberRule, Definition } from '../catalog.ts'
import type { MemberRuleDocument } from '../generated/member-rule.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel, text } from '../words.ts'
import { valuesAt } from './mapped-values.ts'
import type { MappedValues } from './mapped-values.ts'
import type { ObjectShape } from './object-shape.ts'
import { readsClock } from './reads-clock.ts'
import { checked, referredObject } from './report.ts'
import type { CheckContext } from './report.ts'
import { expressionType } from './type-environment.ts'
import { stepTo } from './world.ts'

/** Checks that a rule can be kept right by what records say: what it compares, whom it names, on what it depends. */
export function compileMemberRule(context: CheckContext, definition: Definition): CompiledMemberRule {
  const rule = definition as unknown as MemberRuleDocument
  const { name, label, order = 0, level = 'edit' } = rule
  const object = referredObject(context, '/object', rule.object)
  const mapping = referredObject(context, '/mapping', rule.mapping)
  if (object) checkOwned(context, object)
  const match = Object.entries(rule.match).map(([key, { path, below = false }]): CompiledMatch => {
    const of = object && mapping ? checkMatch(context, { object, mapping, key, path, below }) : null
    return { key, path: path.split('.'), below: of }
  })
  return {
    name,
    label: label ?? describeLabel(name),
    order,
    object: rule.object,
    when: object ? checkWhen(context, object, rule.when) : null,
    mapping: rule.mapping,
    match,
    people: { field: rule.people, of: (mapping && peopleOf(context, mapping, rule.people)) ?? 'employee' },
    level,
  }
}

/** Only what belongs to somebody has members. */
function checkOwned({ sink, dependencies }: CheckContext, { name, hasOwner }: ObjectShape): void {
  dependencies.add(`${name}.owner`)
  if (hasOwner) return
  const message = text(
    `Records of “${name}” have no owner (x-object.owner), so they have no members either`,
    `“${name}”的记录没有负责人（x-object.owner），因此没有相关人员`,
  )
  sink.add({ pointer: '/object', code: 'no_owner', message, params: { object: name } })
}

interface Match {
  object: ObjectShape
  mapping: ObjectShape
  key: string
  path: string
  below: boolean
}

/** Both sides hold the same kind of value; the object in whose hierarchy values below count. */
function checkMatch(context: CheckContext, { object, mapping, key, path, below }: Match): string | null {
  const at = pointerOf('match', key)
  const wanted = valuesAt(context, at, { object: mapping, path: key })
  const found = valuesAt(context, `${at}/path`, { object, path })
  if (!wanted || !found) return null
  if (wanted.kind !== found.kind || wanted.of !== found.of) {
    const message = text(
      `“${path}” gives ${wordsOf(found).en}, “${key}” of the mapping ${wordsOf(wanted).en}: they never match`,
      `“${path}”的值是${wordsOf(found)['zh-CN']}，映射的“${key}”是${wordsOf(wanted)['zh-CN']}，两者无法匹配`,
    )
    context.sink.add({ pointer: `${at}/path`, code: 'wrong_field_type', message, params: { field: path, key } })
    return null
  }
  if (!below) return null
  const tree = found.of === null ? undefined : context.world.shapes.get(found.of)
  if (tree) context.dependencies.add(`${tree.name}.id`)
  if (tree && tree.hierarchy !== null) return tree.name
  const message = text(
    `Nothing stands below the values of “${path}”: they form no hierarchy`,
    `“${path}”的值没有层级关系，不存在下级`,
  )
  context.sink.add({ pointer: `${at}/below`, code: 'no_hierarchy', message, params: { field: path } })
  return null
}

const kindWords: Record<string, { en: string; 'zh-CN': string }> = {
  text: text('texts or options', '文本或选项'),
  boolean: text('yes or no', '是/否'),
  integer: text('whole numbers', '整数'),
}

const wordsOf = ({ kind, of }: MappedValues) =>
  of === null ? kindWords[kind]! : text(`records of “${of}”`, `“${of}”的记录`)

/** What the people are; reported where the field names no people. */
function peopleOf(context: CheckContext, mapping: ObjectShape, field: string): 'employee' | 'user' | null {
  const values = valuesAt(context, '/people', { object: mapping, path: field })
  if (!values) return null
  const { of } = values
  if (of === 'user') return of
  if (of === 'employee' && context.world.shapes.get('user')?.fields.has('employee')) {
    context.dependencies.add('user.employee').add('employee.employment_state')
    return of
  }
  const message = text(
    `“${field}” names no people: it has to be a lookup of employees or users`,
    `“${field}”不是人员：须为指向人员或用户的关联字段`,
  )
  context.sink.add({ pointer: '/people', code: 'wrong_field_type', message, params: { field } })
  return null
}

function checkWhen(context: CheckContext, object: ObjectShape, source: string | undefined): CheckedExpression | null {
  const boolean: ExprType = { kind: 'boolean' }
  const when = checked(context, '/when', { source, object: object.name, expects: boolean })
  if (when) reportUnkept(context, object.name, when)
  return when
}

/** What changes without any record being written cannot be kept right, and neither can what differs by who asks. */
function reportUnkept(context: CheckContext, object: string, { variables, hierarchies, ...when }: CheckedExpression) {
  const { sink } = context
  const add = (message: { en: string; 'zh-CN': string }) =>
    sink.add({ pointer: '/when', code: 'not_maintainable', message })
  if (variables.length > 0) return add(byWhoAsks)
  if (when.constants) return add(byParameter)
  if (readsClock({ variables, ...when })) return add(byTime)
  if (hierarchies && hierarchies.length > 0) return add(byHierarchy)
  for (const path of when.paths) {
    const formula = formulaOn(context, object, path)
    if (formula) reportUnkept(context, formula.object, formula.expression)
  }
}

/** The formula at which a path ends. */
function formulaOn({ world }: CheckContext, object: string, path: readonly string[]) {
  let at: string | null = object
  for (const name of path) {
    if (at === null) return null
    const field = world.shapes.get(at)?.fields.get(name)
    if (field?.type.computed === 'formula') {
      const outcome = world.formula(at, name)
      return outcome.ok ? { object: at, expression: outcome.expression } : null
    }
    if (field && !['record', 'list'].includes(expressionType(field).kind)) return null
    at = stepTo(world, at, name)
  }
  return null
}

const byWhoAsks = text(
  'Members are the same whoever asks, so the condition cannot depend on the user',
  '相关人员对所有人相同，条件不能依赖当前用户',
)
const byParameter = text(
  'Members change with records only, so the condition cannot depend on parameters',
  '相关人员只随记录变化，条件不能依赖参数',
)
const byTime = text(
  'Members change with records only, so the condition cannot depend on the time',
  '相关人员只随记录变化，条件不能依赖当前时间',
)
const byHierarchy = text(
  'The condition cannot ask what stands below a record; match the value with “below” instead',
  '条件不能使用层级判断；请在匹配中使用“含下级”',
)
