import { labelsOf, testAccess } from '@fieldwork/database'
import type { Labels, Lender, QueryContext, RowAccess, RowWay, TestedAccess } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledGrant, CompiledObject, Scope } from '@fieldwork/metadata'
import type { Actor } from '../types.ts'
import { draftValues } from '../values.ts'
import { accessPlan, lenderAsActor, narrowsManaged, shapeOfActor } from './access-plan.ts'
import type { PlannedActor } from './access-plan.ts'
import { operationWord, reasonOf, wayWords } from './access-words.ts'
import { assignedBy, plainFacts } from './assignments.ts'
import type { Assigned } from './assignments.ts'
import { departmentsOf, limitsOf, looking, scopesOf, waysOf } from './compile-arms.ts'
import type { ArmsInput } from './compile-arms.ts'
import { askFields } from './explain-fields.ts'
import type { AccessReason, ArmKind, ExplainedAccess, ExplainedArm, ExplainInput } from './explained.ts'
import { conditionFor, grantFor } from './grant-for.ts'
import { memberLabel } from './member-label.ts'

/** Tests that are asked together; each is known by its place until there are answers. */
interface Asking {
  tests: RowAccess[]
  add(access: RowAccess): number
}

type Told = (tested: TestedAccess, labels: Labels) => AccessReason

/** A condition of an arm, and what to say where it does not hold; no test: it never holds. */
interface Part {
  test: number | null
  missing: Told
}

type PlannedArm = Omit<ExplainedArm, 'holds' | 'missing'> & { parts: Part[] }

/**
 * Why an actor may do an operation on a record, or why not: every arm of his assignments with what it misses. The
 * conditions are those of the access compiler, each a column of one statement.
 *
 * @throws not_found (no such object or record), validation_failed (values of a new record)
 */
export async function explainAccess(ctx: QueryContext, actor: Actor, input: ExplainInput): Promise<ExplainedAccess> {
  const object = ctx.catalog.object(input.object)
  const { tested, arms: planned, needs, fields, allowed, isHeld } = await asked(ctx, actor, input)
  const arms = await withMemberLabel(ctx, actor, { input, arms: planned, isHeld })
  const labels = await labelsOfTested(
    input.namesHidden ? { ...ctx, access: open, masked: undefined, absent: undefined } : ctx,
    object,
    tested,
  )
  return {
    allowed,
    deleted: tested.isDeleted,
    arms: arms.map(({ parts, ...arm }) => {
      const missing = parts.filter((part) => !isHeld(part))
      return { ...arm, holds: missing.length === 0, missing: missing.map((part) => part.missing(tested, labels)) }
    }),
    needs: needs.map(({ test, missing }) => ({ holds: isHeld({ test }), ...missing })),
    fields: fields(allowed ? input.operation : 'read', (test) => isHeld({ test })),
  }
}

/**
 * The arms by which an actor may do an operation on a record; null: he may not.
 *
 * @throws not_found (no such object or record)
 */
export async function grantingArms(
  ctx: QueryContext,
  actor: Actor,
  input: ExplainInput,
): Promise<Pick<ExplainedArm, 'assignment' | 'role' | 'lentBy' | 'kind' | 'label'>[] | null> {
  if (ctx.access(input.object, input.operation).kind === 'none') return null
  const { arms, allowed, isHeld } = await asked(ctx, actor, input)
  if (!allowed) return null
  const granting = arms.filter(({ parts }) => parts.every(isHeld))
  const named = await withMemberLabel(ctx, actor, { input, arms: granting, isHeld })
  return named.map(({ parts: _parts, ...arm }) => arm)
}

/** A way as a member says what made him one. */
async function withMemberLabel(
  ctx: QueryContext,
  actor: Actor,
  { input, arms, isHeld }: { input: ExplainInput; arms: PlannedArm[]; isHeld: (part: Part) => boolean },
): Promise<PlannedArm[]> {
  const isMember = ({ kind, parts }: PlannedArm) => kind === 'member' && parts.every(isHeld)
  if (!arms.some(isMember)) return arms
  const label = await memberLabel(ctx, actor, input)
  return arms.map((arm) => (isMember(arm) ? { ...arm, label } : arm))
}

async function asked(ctx: QueryContext, actor: Actor, input: ExplainInput) {
  const { object: name, operation } = input
  const object = ctx.catalog.object(name)
  const asking = createAsking()
  const whole = asking.add(ctx.access(name, operation))
  const reading = asking.add(ctx.access(name, 'read'))
  const arms = armsOf(ctx, actor, { object, operation, asking })
  const needs = needsOf(ctx, { object, operation, asking, reading })
  const fields = askFields(ctx, object, asking.add)
  const of = 'id' in input ? { id: input.id } : { values: draftValues(ctx, object, input.values) }
  const key = `explain ${operation} ${asking.tests.length}`
  const tested = await testAccess(ctx, { object: name, tests: asking.tests, key, of })
  if (!tested) throw appError('not_found', { name: 'id' in input ? input.id : name })
  const isHeld = ({ test }: Pick<Part, 'test'>): boolean => test !== null && tested.holds[test] === true
  const isReadable = 'values' in input || isHeld({ test: reading })
  const allowed = isHeld({ test: whole }) && isReadable && !tested.isDeleted
  return { tested, arms, needs, fields, allowed, isHeld }
}

function createAsking(): Asking {
  const tests: RowAccess[] = []
  return { tests, add: (access) => tests.push(access) - 1 }
}

interface Asked {
  object: CompiledObject
  operation: ExplainInput['operation']
  asking: Asking
}

function armsOf(ctx: QueryContext, actor: Actor, asked: Asked): PlannedArm[] {
  const { object, operation, asking } = asked
  const whole = (kind: 'administrator' | 'everybody', role: string | null): PlannedArm => {
    const access = asking.add(ctx.access(object.name, operation))
    const missing = () => reasonOf('operation', { operation: operationWord(operation), object: object.label })
    return { assignment: null, role, lentBy: null, kind, label: wayWords(kind), parts: [{ test: access, missing }] }
  }
  const administering = actor.roles.find((role) => ctx.catalog.roles.get(role)?.administrator)
  const isNarrowed = operation === 'read' && narrowsManaged(shapeOfActor(ctx.catalog, actor), object.name)
  const isForAll = object.managed && operation !== 'export' && (actor.administrator || !isNarrowed)
  if (isForAll) return [whole('everybody', null)]
  if (actor.administrator || administering) return [whole('administrator', administering ?? null)]
  const own = armsOfRoles(ctx, { ...actor, lenders: undefined }, asked)
  return [...own, ...(actor.lenders ?? []).flatMap((lender, as) => armsOfLender(ctx, { lender, as }, asked))]
}

/** Those by what somebody has lent, each tested as if that one asked. */
function armsOfLender(ctx: QueryContext, { lender, as }: { lender: Lender; as: number }, asked: Asked): PlannedArm[] {
  const { operation, asking } = asked
  const { id, name, delegation } = lender
  const add = (access: RowAccess) => asking.add({ kind: 'rule', key: '', rule: null, either: [{ as, access }] })
  const arms = armsOfRoles(ctx, lenderAsActor(lender), { ...asked, asking: { ...asking, add } })
  const isClosed = lender.readOnly && (!looking.has(operation) || operation === 'comment')
  const closed: Part[] = isClosed ? [{ test: null, missing: () => reasonOf('lent_for_reading', { name }) }] : []
  return arms.map((arm) => ({ ...arm, lentBy: { id, name, delegation }, parts: [...arm.parts, ...closed] }))
}

function armsOfRoles(ctx: QueryContext, actor: PlannedActor, { object, operation, asking }: Asked): PlannedArm[] {
  const input: ArmsInput = {
    catalog: ctx.catalog,
    shape: shapeOfActor(ctx.catalog, actor),
    object,
    operation,
    access: accessPlan(ctx.catalog, actor).access,
  }
  return assignedBy(ctx.catalog, actor.facts ?? plainFacts(actor)).flatMap(({ assignment, assigned }) =>
    armsOfRole(input, asking, assigned).map((arm) => ({
      assignment: assignment.id,
      role: assigned.role.name,
      lentBy: null,
      ...arm,
    })),
  )
}

type ArmOfRole = Pick<PlannedArm, 'kind' | 'label' | 'parts'>

function armsOfRole(input: ArmsInput, asking: Asking, assigned: Assigned): ArmOfRole[] {
  const { object, operation } = input
  const grant = grantFor(assigned.role, object.name, operation)
  if (!grant) {
    const missing = () => reasonOf('operation', { operation: operationWord(operation), object: object.label })
    return [{ kind: 'none', label: wayWords('none'), parts: [{ test: null, missing }] }]
  }
  const condition = conditionOf(asking, conditionFor(grant, operation))
  const ways = waysOf(input, { assigned, grant })
  if (ways === null) return [{ kind: 'all', label: wayWords('all'), parts: condition }]
  const personal = [...ways.values()].flatMap((way) => (way.kind === 'scope' ? [] : [personalArm(asking, way)]))
  const scopes = scopesOf(grant, operation).map((scope) => scopeArm(input, asking, { assigned, grant, scope }))
  return [...personal, ...scopes].map((arm) => ({ ...arm, parts: [...arm.parts, ...condition] }))
}

function conditionOf(asking: Asking, where: CheckedExpression | null): Part[] {
  if (!where) return []
  const test = asking.add({ kind: 'rule', key: where.source, rule: where })
  return [{ test, missing: () => reasonOf('where', { condition: where.source }) }]
}

const only = (way: RowWay): RowAccess => ({ kind: 'rule', key: '', rule: null, arms: [{ where: null, ways: [way] }] })

function personalArm(asking: Asking, way: Exclude<RowWay, { kind: 'scope' }>): ArmOfRole {
  const kind: ArmKind = way.kind === 'granted' ? way.as : way.kind
  const missing: Told = ({ owner }, labels) => {
    if (way.kind === 'approver') return reasonOf('approver')
    if (way.kind === 'granted') return reasonOf(way.as, { needed: operationWord(way.level === 1 ? 'read' : 'update') })
    return owner === null ? reasonOf('no_owner') : reasonOf('owner', { owner: labelIn(labels, 'user', owner) })
  }
  return { kind, label: wayWords(kind), parts: [{ test: asking.add(only(way)), missing }] }
}

interface OfScope {
  assigned: Assigned
  grant: CompiledGrant
  scope: Scope
}

/** A scope together with what limits it, each part by itself. */
function scopeArm(input: ArmsInput, asking: Asking, { assigned, grant, scope }: OfScope): ArmOfRole {
  const label = wayWords(scope)
  if (scope === 'own' || scope === 'related') {
    const missing = () => reasonOf(scope === 'own' ? 'only_own' : 'only_related')
    return { kind: 'scope', label, parts: [{ test: null, missing }] }
  }
  const { object, shape } = input
  const departments = departmentsOf(object, { scope, assigned, shape })
  const parts = departmentParts(asking, departments)
  const one = { assigned, grant }
  const dimensions = Object.entries(object.dimensions).map(([name, path]) => {
    const limits = limitsOf({ ...input, object: { ...object, dimensions: { [name]: path }, through: null } }, one)
    return dimensionParts(input, asking, { name, limits })
  })
  return { kind: 'scope', label, parts: [...parts, ...dimensions.flat(), ...throughParts(input, asking, one)] }
}

const elsewhere: Told = ({ department }, labels) =>
  department === null
    ? reasonOf('record_without_department')
    : reasonOf('department', { department: labelIn(labels, 'department', department) })

function departmentParts(asking: Asking, departments: ReturnType<typeof departmentsOf>): Part[] {
  if (departments === null) return []
  if (departments === undefined) return [{ test: null, missing: () => reasonOf('person_without_department') }]
  return [{ test: asking.add(only({ kind: 'scope', departments, dimensions: [] })), missing: elsewhere }]
}

function dimensionParts(
  { catalog }: ArmsInput,
  asking: Asking,
  { name, limits }: { name: string; limits: ReturnType<typeof limitsOf> },
): Part[] {
  const dimension = catalog.dimensions.get(name)
  const label = dimension?.label
  if (limits === null) return [{ test: null, missing: () => reasonOf('dimension_closed', { dimension: label }) }]
  if (limits.dimensions.length === 0) return []
  const missing: Told = ({ dimensions }, labels) => {
    const values = (dimensions[name] ?? []).map((id) => labelIn(labels, dimension?.object ?? '', id))
    return values.length === 0
      ? reasonOf('dimension_empty', { dimension: label })
      : reasonOf('dimension', { dimension: label, values: values.join(', ') })
  }
  return [{ test: asking.add(only({ kind: 'scope', departments: null, dimensions: limits.dimensions })), missing }]
}

function throughParts(input: ArmsInput, asking: Asking, one: Pick<OfScope, 'assigned' | 'grant'>): Part[] {
  const through = limitsOf({ ...input, object: { ...input.object, dimensions: {} } }, one)?.through
  if (!through) return []
  const field = input.object.fields.get(through.field)?.label ?? through.field
  const way: RowWay = { kind: 'scope', departments: null, dimensions: [], through }
  return [{ test: asking.add(only(way)), missing: () => reasonOf('through', { field }) }]
}

interface Need {
  test: number
  missing: AccessReason
}

function needsOf(ctx: QueryContext, { object, operation, asking, reading }: Asked & { reading: number }): Need[] {
  const needs: Need[] = []
  const { master } = object
  if (master) {
    const needed = looking.has(operation) ? 'read' : 'update'
    const access = ctx.access(master.object, needed)
    const test = asking.add({ kind: 'rule', key: '', rule: null, master: { ...master, access } })
    const field = object.fields.get(master.field)?.label ?? master.field
    needs.push({ test, missing: reasonOf('master', { field, operation: operationWord(needed) }) })
  }
  if (operation !== 'read' && operation !== 'create' && operation !== 'import')
    needs.push({ test: reading, missing: reasonOf('read') })
  return needs
}

const labelIn = (labels: Labels, object: string, id: string): string => labels.get(object)?.get(id) ?? id

const open: QueryContext['access'] = () => ({ kind: 'all' })

/** What the values that decide are called, as far as the context sees them. */
function labelsOfTested(ctx: QueryContext, object: CompiledObject, tested: TestedAccess): Promise<Labels> {
  const ids = new Map<string, Set<string>>()
  const add = (of: string, id: string | null) => {
    if (id !== null) ids.set(of, (ids.get(of) ?? new Set()).add(id))
  }
  add('user', tested.owner)
  add('department', tested.department)
  for (const name of Object.keys(object.dimensions))
    for (const id of tested.dimensions[name] ?? []) add(ctx.catalog.dimensions.get(name)?.object ?? '', id)
  return labelsOf(ctx, ids)
}
