import type { CompiledApprover } from '../../approvals.ts'
import type { Approver, Cell, Row } from '../../generated/approval.ts'
import { pointerOf } from '../../json/pointer.ts'
import { text } from '../../words.ts'
import { checkDocument, checked, reportUnknownName } from '../report.ts'
import { conditionAt, expressionAt } from './chain-context.ts'
import type { ChainContext } from './chain-context.ts'
import { ordered } from './ordered.ts'
import { compilePlace, peopleAt } from './people-path.ts'

type Approvers = Readonly<Record<string, Approver>> | undefined
type Who = CompiledApprover['who']

const people = ['user', 'employee']
const places = ['user', 'employee', 'department']

/** Sources of people in their order, each checked. */
export function compileApprovers(
  context: ChainContext,
  pointer: string,
  approvers: Approvers,
  groups: Iterable<string> = [],
): CompiledApprover[] {
  const known = [...groups]
  return ordered(approvers).map(([key, approver]) => {
    const at = `${pointer}${pointerOf(key)}`
    const { group = null, label = null } = approver
    if (group !== null && !known.includes(group))
      reportUnknownName(context.sink, { pointer: `${at}/group`, found: group, known, what: ['group', '审批组'] })
    return {
      key,
      label,
      group,
      when: conditionAt(context, `${at}/when`, approver.when),
      who: whoOf(context, at, approver),
    }
  })
}

const kinds = [
  'users',
  'role',
  'position',
  'head',
  'superior',
  'field',
  'expression',
  'chosen',
  'table',
] as const satisfies readonly (keyof Approver)[]

/** Says who is asked in exactly one way. */
function checkKind({ sink }: ChainContext, at: string, approver: Approver): void {
  const found = kinds.filter((kind) => approver[kind] !== undefined)
  if (found.length === 1) return
  const given = found.length === 0 ? '' : ` (${found.join(', ')})`
  const message = text(
    `Say in exactly one way who is asked: ${kinds.join(', ')}${given && `; found${given}`}`,
    `请且仅请用一种方式指定审批人：${kinds.join('、')}${given && `；已填${given}`}`,
  )
  sink.add({ pointer: at, code: 'one_of', message, params: { found } })
}

function whoOf(context: ChainContext, at: string, approver: Approver): Who {
  checkKind(context, at, approver)
  const { users, role, position, head, superior, field, expression, chosen, table } = approver
  if (approver.within !== undefined && role === undefined && position === undefined) reportIdle(context, `${at}/within`)
  const within = () => (approver.within === undefined ? null : place(context, `${at}/within`, approver.within))
  if (users) return { kind: 'users', users }
  if (role !== undefined) {
    checkDocument(context, `${at}/role`, { kind: 'role', found: role, what: ['role', '角色'] })
    return { kind: 'role', role, within: within() }
  }
  if (position !== undefined) return { kind: 'position', position, within: within() }
  if (head) {
    const where = departmentCondition(context, `${at}/head/where`, head.where)
    return { kind: 'head', of: place(context, `${at}/head/of`, head.of ?? 'submitter'), up: head.up ?? 0, where }
  }
  if (superior) {
    const of = compilePlace(context, `${at}/superior/of`, superior.of ?? 'submitter', people)
    return { kind: 'superior', of, levels: superior.levels ?? 1 }
  }
  if (field !== undefined) return { kind: 'field', expression: peopleAt(context, `${at}/field`, field, people) }
  if (expression !== undefined)
    return { kind: 'expression', expression: peopleAt(context, `${at}/expression`, expression, people) }
  if (chosen) {
    const { minimum = 1, maximum = Math.max(1, minimum) } = chosen
    const from = chosen.from ? compileApprovers(context, `${at}/chosen/from`, chosen.from) : null
    return { kind: 'chosen', from, minimum, maximum }
  }
  return { kind: 'table', rows: table ? compileTable(context, `${at}/table`, table) : [] }
}

const place = (context: ChainContext, pointer: string, path: string) => compilePlace(context, pointer, path, places)

function reportIdle({ sink }: ChainContext, pointer: string): void {
  const message = text('Only a role or a position can be looked for within a department', '只有角色或岗位可以限定部门')
  sink.add({ pointer, code: 'not_supported', message })
}

function departmentCondition(context: ChainContext, pointer: string, source: string | undefined) {
  return context.world.hasObject('department')
    ? checked(context, pointer, { source, object: 'department', expects: { kind: 'boolean' } })
    : null
}

type Table = NonNullable<Approver['table']>

/** A row is one condition: what its cells say of the columns, written out. */
function compileTable(context: ChainContext, at: string, { inputs, rows }: Table) {
  for (const [name, source] of Object.entries(inputs))
    expressionAt(context, `${at}${pointerOf('inputs', name)}`, source)
  return ordered(rows).flatMap(([key, row]) => {
    const pointer = `${at}${pointerOf('rows', key)}`
    const when = rowCondition(context, pointer, { inputs, row })
    const approvers = compileApprovers(context, `${pointer}/approvers`, row.approvers)
    // a row that cannot be told to hold is none
    return when === null && Object.keys(row.cells ?? {}).length > 0 ? [] : [{ when, approvers }]
  })
}

function rowCondition(context: ChainContext, pointer: string, { inputs, row }: { inputs: Table['inputs']; row: Row }) {
  const conditions = Object.entries(row.cells ?? {}).flatMap(([name, cell]) => {
    const at = `${pointer}${pointerOf('cells', name)}`
    const source = inputs[name]
    if (source === undefined) {
      reportUnknownName(context.sink, { pointer: at, found: name, known: Object.keys(inputs), what: ['column', '列'] })
      return []
    }
    const condition = cellCondition(source, cell)
    // told at the cell, where the whole row would only say that something is wrong
    const isKnown = expressionAt({ ...context, sink: quiet }, at, source) !== null
    return isKnown && conditionAt(context, at, condition) ? [`(${condition})`] : []
  })
  return conditions.length === 0 ? null : conditionAt(context, pointer, conditions.join(' && '))
}

const quiet: ChainContext['sink'] = { problems: [], add: () => undefined }

function cellCondition(source: string, cell: Cell): string {
  const compared = ([key, sign]: readonly [keyof Cell, string]) =>
    cell[key] === undefined ? [] : [`(${source}) ${sign} ${written(cell[key])}`]
  return comparisons.flatMap(compared).join(' && ')
}

const comparisons = [
  ['from', '>='],
  ['above', '>'],
  ['to', '<='],
  ['below', '<'],
  ['in', 'in'],
] as const

const written = (value: Cell[keyof Cell]): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`
  return typeof value === 'number' ? value.toString() : `'${String(value).replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
