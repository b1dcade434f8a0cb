import type { ContextUser, Lender, RowAccess } from '@fieldwork/database'
import { checkExpression } from '@fieldwork/expressions'
import { createLru, typeEnvironment } from '@fieldwork/metadata'
import type { Catalog, CompiledObject, CompiledRole, Lru, Operation } from '@fieldwork/metadata'
import type { Actor } from '../types.ts'
import { accessValues, plainFacts, shapeOf } from './assignments.ts'
import type { ActorShape } from './assignments.ts'
import { compileArms, isLimited, looking } from './compile-arms.ts'
import { closesFields, compileFieldPlan, hidesNames, openFields } from './field-plan.ts'
import type { FieldPlan, FieldPlanInput } from './field-plan.ts'
import { withLent } from './lent-plan.ts'
import type { AccessPlan } from './plan.ts'

export const operations: readonly Operation[] = [
  'read',
  'create',
  'update',
  'delete',
  'share',
  'assign',
  'import',
  'export',
  'print',
  'approve',
  'report',
  'comment',
]

const all: RowAccess = { kind: 'all' }
const none: RowAccess = { kind: 'none' }

/** shapes of access kept of a catalog, and scopes of tokens of each */
const maxPlans = 1_000
const maxScopes = 50

const plans = new WeakMap<Catalog, Lru<AccessPlan>>()

/** What an access plan looks at in an actor. */
export type PlannedActor = Pick<Actor, 'id' | 'roles' | 'administrator' | 'facts' | 'scope' | 'lenders'>

/**
 * The one compiler of permissions: what the actor's assignments grant is added up. Cached for as long as the catalog
 * lives, by the shape of what he has (his roles, and which of them are limited by what), never by whose values.
 */
export function accessPlan(catalog: Catalog, actor: PlannedActor): AccessPlan {
  const known = plans.get(catalog) ?? createLru<AccessPlan>(maxPlans)
  plans.set(catalog, known)
  const shape = actor.administrator ? unlimited : shapeOfActor(catalog, actor)
  const plan = known.getOrCreate(shape.key, () => compilePlan(catalog, shape, actor.administrator))
  const whole = actor.lenders && !actor.administrator ? planWithLent(catalog, plan, actor.lenders) : plan
  return actor.scope ? narrowed(catalog, whole, actor.scope) : whole
}

const lentPlans = new WeakMap<AccessPlan, Lru<AccessPlan>>()

function planWithLent(catalog: Catalog, own: AccessPlan, lenders: readonly Lender[]): AccessPlan {
  const lent = lenders.map((lender) => accessPlan(catalog, lenderAsActor(lender)))
  const key = JSON.stringify(lent.map((plan) => plan.key))
  const known = lentPlans.get(own) ?? createLru<AccessPlan>(maxScopes)
  lentPlans.set(own, known)
  return known.getOrCreate(key, () => withLent(catalog, own, lent))
}

/** Who has lent his rights, with as much of them as he has lent. */
export const lenderAsActor = ({ id, name, username, facts, readOnly }: Lender): Omit<Actor, 'locale'> => ({
  id,
  name,
  username,
  facts,
  roles: facts.assignments.map(({ role }) => role),
  administrator: false,
  ...(readOnly && { scope: { readOnly, objects: null } }),
})

const narrow = new WeakMap<AccessPlan, Lru<AccessPlan>>()

/** A plan cut down to a scope: some objects with their lines, or reading only. */
function narrowed(catalog: Catalog, plan: AccessPlan, scope: NonNullable<PlannedActor['scope']>): AccessPlan {
  const { readOnly, objects } = scope
  const key = `${plan.key} only ${readOnly ? 'reading ' : ''}${objects?.toSorted().join() ?? '*'}`
  const known = narrow.get(plan) ?? createLru<AccessPlan>(maxScopes)
  narrow.set(plan, known)
  const isIn = (object: string): boolean => {
    const { master } = catalog.object(object)
    return objects === null || objects.includes(object) || (master !== null && isIn(master.object))
  }
  const allows = (object: string, operation: Operation): boolean =>
    (!readOnly || (looking.has(operation) && operation !== 'comment')) && isIn(object)
  return known.getOrCreate(key, () => ({
    ...plan,
    key,
    access: (object, operation) => (allows(object, operation) ? plan.access(object, operation) : none),
    createWithin: (object) => (allows(object, 'create') ? plan.createWithin(object) : none),
    operations: (object) => plan.operations(object).filter((operation) => allows(object, operation)),
  }))
}

const unlimited: ActorShape = { key: 'administrator', assigned: [], hasDepartment: false }

const shapes = new WeakMap<object, { catalog: Catalog; shape: ActorShape }>()

/** Actors live longer than a request: what follows from theirs is kept with them. */
export function shapeOfActor(catalog: Catalog, actor: PlannedActor): ActorShape {
  const holder = actor.facts ?? actor
  const known = shapes.get(holder)
  if (known?.catalog === catalog) return known.shape
  const shape = shapeOf(catalog, actor.facts ?? plainFacts(actor))
  shapes.set(holder, { catalog, shape })
  return shape
}

const bound = new WeakMap<object, { catalog: Catalog; values: Record<string, unknown> }>()

/** The values that a plan's arms compare with; undefined where it has none. */
export function valuesOf(catalog: Catalog, actor: PlannedActor): Readonly<Record<string, unknown>> | undefined {
  if (actor.administrator || !accessPlan(catalog, actor).comparesValues) return undefined
  const holder = actor.facts ?? actor
  const known = bound.get(holder)
  if (known?.catalog === catalog) return known.values
  const values = accessValues(catalog, actor.id, actor.facts ?? plainFacts(actor))
  bound.set(holder, { catalog, values })
  return values
}

const lentTo = new WeakMap<readonly Lender[], { catalog: Catalog; people: NonNullable<ContextUser['acting']> }>()

/** Those for whom an actor acts, with what the arms of their access compare with. */
export function actingFor(catalog: Catalog, { administrator, lenders }: PlannedActor): ContextUser['acting'] {
  if (!lenders || administrator) return undefined
  const known = lentTo.get(lenders)
  if (known?.catalog === catalog) return known.people
  const people = lenders.map(({ id, name, username, facts }) => {
    return { id, name, username, access: accessValues(catalog, id, facts) }
  })
  lentTo.set(lenders, { catalog, people })
  return people
}

function compilePlan(catalog: Catalog, shape: ActorShape, isAdministrator: boolean): AccessPlan {
  const roles = [...new Set(shape.assigned.map(({ role }) => role))]
  const administrator = isAdministrator || roles.some((role) => role.administrator)
  const compiled = new Map<string, RowAccess>()
  const ownAccess = (object: string, operation: Operation): RowAccess =>
    compileAccess({ catalog, object: catalog.object(object), operation, shape, administrator, access })
  const accessBy: FieldPlanInput['accessBy'] = (object, operation, assigned) =>
    compileAccess({
      catalog,
      object: catalog.object(object),
      operation,
      shape: { ...shape, assigned },
      administrator,
      access,
    })
  const rights = new Map<string, FieldPlan>()
  const isOpen = administrator || !closesFields(catalog, shape.assigned)
  const fields = (object: string): FieldPlan => {
    const found =
      rights.get(object) ?? compileFieldPlan({ catalog, assigned: shape.assigned, accessBy }, catalog.object(object))
    rights.set(object, found)
    return found
  }
  return {
    key: shape.key,
    comparesValues: !administrator && mayHaveArms(catalog, shape),
    access,
    createWithin: (object) => ownAccess(object, 'create'),
    createsWithMaster,
    fields: isOpen ? () => openFields : fields,
    hidesNames: !isOpen && hidesNames(shape.assigned),
    operations: (object) => operations.filter((operation) => access(object, operation).kind !== 'none'),
  }

  function createsWithMaster(object: string): boolean {
    const master = catalog.objects.get(object)?.master?.object
    if (master === undefined || ownAccess(object, 'create').kind === 'none') return false
    return access(master, 'create').kind !== 'none' || createsWithMaster(master)
  }

  function access(object: string, operation: Operation): RowAccess {
    // what is nowhere is refused like what is closed, or refusals would tell the names of objects
    if (!administrator && !catalog.objects.has(object)) return none
    const at = `${operation} ${object}`
    const found = compiled.get(at)
    if (found) return found
    const own = ownAccess(object, operation)
    const made = own.kind === 'none' ? own : withMaster(catalog.object(object), { own, operation, access })
    compiled.set(at, made)
    return made
  }
}

/** Whether anything of what the shape grants may differ from person to person. */
const mayHaveArms = (catalog: Catalog, { assigned }: ActorShape): boolean =>
  assigned.some(({ role, modes }) => hasArms(role) || Object.keys(modes).length > 0) ||
  [...catalog.objects.values()].some(({ through }) => through !== null)

const limiting = new WeakMap<CompiledRole, boolean>()

/** Whether a role grants anything that is not the same for all who have it. */
function hasArms(role: CompiledRole): boolean {
  const known = limiting.get(role) ?? Object.values(role.grants).some(isLimited)
  limiting.set(role, known)
  return known
}

interface MasterInput {
  /** what the roles say of the object itself */
  own: RowAccess
  operation: Operation
  access(object: string, operation: Operation): RowAccess
}

/**
 * A record that is a part of another one is open to whom that one is open too: read with it, changed by who may change
 * it. This is where masters of masters end up in one rule.
 */
function withMaster({ master }: CompiledObject, { own, operation, access }: MasterInput): RowAccess {
  if (!master) return own
  const needed = access(master.object, looking.has(operation) ? 'read' : 'update')
  if (needed.kind !== 'rule') return needed.kind === 'none' ? none : own
  const { rule = null, arms, key: ownKey = '' } = own.kind === 'rule' ? own : {}
  const key = `${ownKey} | ${master.field}: ${needed.key}`
  return {
    kind: 'rule',
    key,
    rule,
    ...(arms && { arms }),
    master: { field: master.field, object: master.object, access: needed },
  }
}

interface AccessInput {
  catalog: Catalog
  object: CompiledObject
  operation: Operation
  shape: ActorShape
  administrator: boolean
  access(object: string, operation: Operation): RowAccess
}

/**
 * People's names are everybody's to read, so that owners and authors can be shown and chosen; unless every role that
 * somebody has says itself which ones.
 */
function compileAccess({ administrator, ...input }: AccessInput): RowAccess {
  const { catalog, object, operation, shape } = input
  if (object.managed && operation !== 'export') {
    if (operation !== 'read') return none
    if (administrator || !narrowsManaged(shape, object.name)) return all
  }
  if (administrator) return all
  const { arms, key } = compileArms(input)
  if (arms.length === 0) return none
  if (arms.some(({ where, ways }) => where === null && ways === null)) return all
  const conditions = arms.flatMap(({ where, ways }) => (ways === null && where ? [where.source] : []))
  if (conditions.length === arms.length) return ruleOf(catalog, object.name, conditions)
  return { kind: 'rule', key, rule: null, arms }
}

/** What is managed is open to all; a role that names it says which rows its people see instead. */
export const narrowsManaged = ({ assigned }: Pick<ActorShape, 'assigned'>, object: string): boolean =>
  assigned.length > 0 && assigned.every(({ role }) => role.grants[object] !== undefined)

function ruleOf(catalog: Catalog, object: string, conditions: readonly string[]): RowAccess {
  const source = conditions.map((condition) => `(${condition})`).join(' || ')
  const result = checkExpression(source, typeEnvironment(catalog, object), { expects: { kind: 'boolean' } })
  if (!result.ok) throw new Error(`The conditions of the roles on ${object} were published with mistakes: ${source}`)
  return { kind: 'rule', key: source, rule: result.expression }
}
