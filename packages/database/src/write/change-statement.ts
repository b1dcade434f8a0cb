import { OWNER_DEPARTMENT, appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject, CompiledTransition, Operation } from '@fieldwork/metadata'
import type { QueryContext, RowArm } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import { compileStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { anyFails, failingNames, ruleChecks, storedFields, valueCases } from './checks.ts'
import type { Check } from './checks.ts'
import { duplicateCases } from './duplicate-checks.ts'
import { changesSql, eventParts, recordedFields } from './event.ts'
import { fillChanged } from './filled-values.ts'
import { fileChecks, takeFiles } from './file-checks.ts'
import { guardedFields } from './guarded-fields.ts'
import { givenAssignments, imageScope, rowScope } from './image.ts'
import type { Assignments } from './image.ts'
import { tellListeners } from './listeners.ts'
import { preImage, verdict, versionCases } from './pre-image.ts'
import { referenceChecks } from './reference-checks.ts'
import { assignmentOf } from './assignment.ts'
import { accessTest } from './row-rule.ts'
import { enteredNumberParts } from './sequence.ts'
import type { EnteredPart } from './sequence.ts'
import { transitionParts, unchangedState } from './state-checks.ts'
import { bindWriteParameters, columnList, detailSql, returnedRecord } from './statement-parts.ts'
import type { WriteParameters } from './statement-parts.ts'

export interface ChangeSpec {
  operation: 'update' | 'restore' | 'transition' | 'assign'
  transition: string
  given: readonly string[]
  checksVersion: boolean
  /** see `WriteInput.carried` */
  carried: boolean
  /** lines of the record are written next: that changes the record too */
  beforeLines: boolean
  /** see `WriteInput.guarded` */
  guarded: readonly string[]
  /** see `WriteInput.unlessKept` */
  unlessKept: boolean
}

interface Change {
  assigned: Assignments
  states: Check[]
}

/** Locks the row, tests it before and after, updates it and appends its event, all in one statement. */
export function compileChange(ctx: QueryContext, object: CompiledObject, spec: ChangeSpec): CompiledStatement {
  if (isNoChange(object, spec)) return compileNoChange(ctx, object, spec)
  const env = createEnvironment(ctx)
  const write = bindWriteParameters(env)
  const used = new Set<string>()
  const before = rowScope(env, object, 'pre', used)
  const { assigned: asked, states } = changeOf(env, object, { spec, before })
  const assigned = new Map(asked)
  const image = imageScope(env, object, { assigned, unchanged: afterWrite(write, before), old: before })
  if (spec.operation !== 'restore') fillChanged(env, object, { assigned, image, before })
  const transition = spec.operation === 'transition' ? spec.transition : undefined
  const checks = { object, assigned, given: spec.given, image, before, transition }
  const values = valueCases(
    env,
    [...referenceChecks(env, checks), ...fileChecks(env, { ...checks, ...write })],
    ruleChecks(env, checks),
  )
  const duplicates = duplicateCases(env, { ...checks, id: write.id })
  const right = rightFor(spec)
  const allowed = movesAccess(env, object, { assigned, right }) ? accessTest(env, image, right) : null
  const assignment = assignmentOf(env, { given: spec.given, assigned, before, right: spec.carried ? right : 'assign' })
  const guarded = guardedFields(env, { operation: 'update', names: spec.guarded, record: before })
  const cases = [
    ...versionCases(env, spec.checksVersion),
    ...(states.length > 0 ? [`when ${anyFails(states)} then 'state'`] : []),
    ...assignment.cases,
    ...guarded.cases,
    ...(allowed === null ? [] : [`when ${assignment.stays}(${allowed}) is not true then 'forbidden_post_image'`]),
    ...values.cases,
    ...duplicates.cases,
    ...values.lastCases,
  ]
  const returned = returnedRecord(env, object, ['updated_by'])
  const entered = enteredNumberParts(env, object, { image, given: [...assigned.keys()] })
  const { update, events } = writeParts(env, object, {
    spec,
    write,
    assigned,
    entered,
    used,
    returned: returned.columns,
  })
  const files = takeFiles(object, assigned, 'upd')
  const detail = detailSql([
    { codes: ['state'], names: failingNames(states) },
    assignment.detail,
    guarded.detail,
    ...values.details,
    duplicates.detail,
  ])
  const isMoved = object.hierarchy !== null && assigned.has(object.hierarchy)
  const { unlessKept } = spec
  const pre = preImage(env, { object, operation: right, write, deleted: false, isMoved, unlessKept, columns: used })
  const text =
    `with ${[pre.sql, verdict([...pre.cases, ...cases]), ...entered.map(({ cte }) => cte), update, ...events, ...files].join(', ')}` +
    ` select verdict.code, ${detail}, ${returned.json('upd')}, (select upd."version" from upd)` +
    ` from verdict${detail.includes('pre.') ? ' left join pre on true' : ''}`
  return compileStatement(text, env.parameters.sources, 'any')
}

/** What the actor needs to be allowed on the row as it was. */
function rightFor({ operation, carried }: ChangeSpec): Operation {
  if (operation !== 'assign') return 'update'
  return carried ? 'read' : 'assign'
}

/** A state that is sent along is only compared, so it is no value to write. */
const isNoChange = (object: CompiledObject, { operation, beforeLines, given }: ChangeSpec): boolean =>
  operation === 'update' && !beforeLines && given.every((name) => name === object.states?.field)

/** Without values there is nothing to write and nothing to note, but the caller is answered as for any other change. */
function compileNoChange(ctx: QueryContext, object: CompiledObject, spec: ChangeSpec): CompiledStatement {
  const env = createEnvironment(ctx)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const revision = env.parameters.bind({ from: 'input', name: 'revision' }, 'bigint')
  const used = new Set<string>()
  const { states } = changeOf(env, object, { spec, before: rowScope(env, object, 'pre', used) })
  const returned = returnedRecord(env, object, [])
  const cases = [
    ...versionCases(env, spec.checksVersion),
    ...(states.length > 0 ? [`when ${anyFails(states)} then 'state'`] : []),
  ]
  const detail = detailSql([{ codes: ['state'], names: failingNames(states) }])
  const row = { object, write: { id, revision }, deleted: false, columns: used }
  const pre = preImage(env, { ...row, operation: 'update', unlessKept: spec.unlessKept })
  const columns = columnList(new Set([...returned.columns, 'id', 'version']), 'o')
  const same =
    `upd as (select ${columns} from ${quoteName(object.table)} o, pre, verdict` +
    ` where o."id" = pre."id" and verdict.code is null)`
  const text =
    `with ${[pre.sql, verdict([...pre.cases, ...cases]), same].join(', ')}` +
    ` select verdict.code, ${detail}, ${returned.json('upd')}, (select upd."version" from upd)` +
    ` from verdict${detail.includes('pre.') ? ' left join pre on true' : ''}`
  return compileStatement(text, env.parameters.sources, 'any')
}

/** The values written, and what the state model asks. */
function changeOf(
  env: SqlEnvironment,
  object: CompiledObject,
  { spec, before }: { spec: ChangeSpec; before: RecordScope },
): Change {
  if (spec.operation === 'transition') {
    const transitions = object.states?.transitions ?? {}
    const transition = Object.hasOwn(transitions, spec.transition) ? transitions[spec.transition] : undefined
    if (!transition) throw appError('not_found', { name: spec.transition })
    const given = givenAssignments(env, object, spec.given.filter(isLeftTo(object, transition)))
    const { assigned, checks } = transitionParts(env, { object, transition, given, before })
    return { assigned, states: checks }
  }
  const given = givenAssignments(env, object, spec.given)
  const state = object.states?.field
  const value = state === undefined ? undefined : given.get(state)
  if (spec.operation === 'restore' || state === undefined || value === undefined) return { assigned: given, states: [] }
  given.delete(state)
  return { assigned: given, states: [unchangedState(object, { value, before })] }
}

/** What a transition sets by itself cannot be sent along. */
function isLeftTo({ states }: CompiledObject, { set }: CompiledTransition): (field: string) => boolean {
  return (field) => field !== states?.field && !(field in set)
}

interface WriteParts {
  spec: ChangeSpec
  write: WriteParameters
  assigned: Assignments
  entered: readonly EnteredPart[]
  used: Set<string>
  returned: ReadonlySet<string>
}

function writeParts(
  env: SqlEnvironment,
  object: CompiledObject,
  { spec, write, assigned, entered, used, returned }: WriteParts,
) {
  const recorded = recordedFields(object, assigned.keys())
  const columns = recorded.map(({ column }) => column ?? '')
  for (const column of columns) used.add(column)
  const set = [...assigned].map(([name, sql]) => `${quoteName(object.fields.get(name)?.column ?? name)} = ${sql}`)
  const system = ['"version" = o."version" + 1', '"updated_at" = now()', `"updated_by" = ${write.actor}`]
  const needed = new Set([...returned, 'id', 'version', 'updated_at', ...columns])
  const images = {
    after: rowScope(env, object, 'upd', needed),
    before: rowScope(env, object, 'pre', used),
    join: 'cross join upd cross join pre',
  }
  const { operation: op, transition, beforeLines } = spec
  const told = tellListeners(env, object, {
    told: { op, transition, beforeLines, written: new Set(assigned.keys()) },
    images,
  })
  const sources = ['pre', 'verdict', ...entered.map(({ source }) => source)].join(', ')
  const update =
    `upd as (update ${quoteName(object.table)} o set ${[...set, ...system].join(', ')} from ${sources}` +
    ` where o."id" = pre."id" and verdict.code is null${changing(object, { spec, assigned, used })}` +
    ` returning ${columnList(needed, 'o')})`
  const changes = changesSql(recorded, { before: 'pre', after: 'upd' })
  const event = { object: object.name, op, row: 'upd', changes, ...write, from: 'upd, pre' }
  return { update, events: eventParts(event, told) }
}

/** An update that sends what is there already writes nothing; what comes along by itself only follows a change. */
function changing(object: CompiledObject, { spec, assigned, used }: Pick<WriteParts, 'spec' | 'assigned' | 'used'>) {
  if (spec.operation !== 'update' || spec.beforeLines) return ''
  const differences = spec.given.flatMap((name) => {
    const column = object.fields.get(name)?.column
    const sql = assigned.get(name)
    if (!column || sql === undefined) return []
    used.add(column)
    return [`pre.${quoteName(column)} is distinct from ${sql}`]
  })
  return differences.length === 0 ? '' : ` and (${differences.join(' or ')})`
}

/** Whether the write can change what the row rule says: else the test before the write is enough. */
function movesAccess(
  env: SqlEnvironment,
  object: CompiledObject,
  { assigned, right }: { assigned: Assignments; right: Operation },
): boolean {
  const access = env.access(object.name, right)
  if (access.kind !== 'rule') return access.kind === 'none'
  if (access.either) return true
  const read = [
    ...(access.rule ? storedFields(object, access.rule) : []),
    ...(access.arms ?? []).flatMap((arm) => fieldsOfArm(object, arm)),
    ...(access.master ? [access.master.field] : []),
  ]
  return read.some((name) => assigned.has(name) || stamped.has(name))
}

/** The fields of the record itself that an arm looks at. */
function fieldsOfArm(object: CompiledObject, { where, ways }: RowArm): string[] {
  const own = ways?.flatMap((way) => {
    if (way.kind !== 'scope') return way.kind === 'owner' ? ['owner'] : []
    const first = way.dimensions.flatMap(({ path }) => path.slice(0, 1))
    return [...(way.departments ? [OWNER_DEPARTMENT] : []), ...first, ...(way.through ? [way.through.field] : [])]
  })
  return [...(where ? storedFields(object, where) : []), ...(own ?? [])]
}

const stamped: ReadonlySet<string> = new Set(['version', 'updated_at', 'updated_by'])

/** What fields that are not written hold after the write. */
function afterWrite(write: WriteParameters, before: RecordScope) {
  return (field: CompiledField): string => {
    if (field.name === 'version') return `(${before.column(field)} + 1)`
    if (field.name === 'updated_at') return 'now()'
    return field.name === 'updated_by' ? write.actor : before.column(field)
  }
}
