import type { RowAccess } from '@fieldwork/database'
import { checkExpression } from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import type { Catalog, CompiledObject, CompiledRole, Operation } from '@fieldwork/metadata'
import type { Actor } from '../types.ts'
import { grantFor } from './grant-for.ts'
import { maskedFields } from './masked-fields.ts'

/** What an actor may do, compiled from his roles. */
export interface AccessPlan {
  /** equal keys mean equal answers */
  key: string
  access(object: string, operation: Operation): RowAccess
  /** creating a record together with the new record that it is a part of: its own grants are enough */
  createWithin(object: string): RowAccess
  /** in the order of `operations`; empty = the object does not exist for the actor */
  operations(object: string): Operation[]
  /** fields of an object whose values he does not see, see `maskedFields` */
  masked(object: string): ReadonlySet<string>
}

export const operations: readonly Operation[] = ['read', 'create', 'update', 'delete', 'export']

const all: RowAccess = { kind: 'all' }
const none: RowAccess = { kind: 'none' }

const nothing: ReadonlySet<string> = new Set()

const plans = new WeakMap<Catalog, Map<string, AccessPlan>>()

/**
 * The one compiler of permissions: grants of all roles are added up, and conditions are joined by "or". Cached for as
 * long as the catalog lives, by the set of roles.
 */
export function accessPlan(catalog: Catalog, actor: Pick<Actor, 'roles' | 'administrator'>): AccessPlan {
  const known = plans.get(catalog) ?? new Map<string, AccessPlan>()
  plans.set(catalog, known)
  const key = actor.administrator ? 'administrator' : roleKey(actor.roles)
  const found = known.get(key)
  if (found) return found
  const plan = compilePlan(catalog, actor, key)
  known.set(key, plan)
  return plan
}

/** Most actors have one role. */
function roleKey(roles: readonly string[]): string {
  return roles.length === 1 ? `roles:${roles[0]}` : `roles:${roles.toSorted().join(',')}`
}

function compilePlan(catalog: Catalog, actor: Pick<Actor, 'roles' | 'administrator'>, key: string): AccessPlan {
  const roles = actor.roles.flatMap((name) => catalog.roles.get(name) ?? [])
  const administrator = actor.administrator || roles.some((role) => role.administrator)
  const compiled = new Map<string, RowAccess>()
  const ownAccess = (object: string, operation: Operation): RowAccess =>
    compileAccess(catalog, { object, operation, roles, administrator })
  const access = (object: string, operation: Operation): RowAccess => {
    const at = `${operation} ${object}`
    const found = compiled.get(at)
    if (found) return found
    const own = ownAccess(object, operation)
    const made = own.kind === 'none' ? own : withMaster(catalog.object(object), { own, operation, access })
    compiled.set(at, made)
    return made
  }
  const hidden = new Map<string, ReadonlySet<string>>()
  const masked = (object: string): ReadonlySet<string> => {
    const found = hidden.get(object) ?? (administrator ? nothing : maskedFields(catalog, roles, object))
    hidden.set(object, found)
    return found
  }
  return {
    key,
    access,
    createWithin: (object) => ownAccess(object, 'create'),
    masked,
    operations: (object) => operations.filter((operation) => access(object, operation).kind !== 'none'),
  }
}

interface AccessInput {
  object: string
  operation: Operation
  roles: readonly CompiledRole[]
  administrator: boolean
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
  const needed = access(master.object, operation === 'read' || operation === 'export' ? operation : 'update')
  if (needed.kind !== 'rule') return needed.kind === 'none' ? none : own
  const rule = own.kind === 'rule' ? own.rule : null
  const key = `${own.kind === 'rule' ? own.key : ''} | ${master.field}: ${needed.key}`
  return { kind: 'rule', key, rule, master: { field: master.field, object: master.object, access: needed } }
}

/** People's names are everybody's to read, so that owners and authors can be shown and chosen. */
function compileAccess(catalog: Catalog, { object, operation, roles, administrator }: AccessInput): RowAccess {
  const { managed } = catalog.object(object)
  if (managed && operation !== 'export') return operation === 'read' ? all : none
  if (administrator) return all
  const grants = roles.flatMap((role) => grantFor(role, object, operation) ?? [])
  if (grants.length === 0) return none
  const conditions = [...new Set(grants.map(({ where }) => where?.source ?? null))]
  return conditions.includes(null) ? all : ruleOf(catalog, object, conditions as string[])
}

function ruleOf(catalog: Catalog, object: string, conditions: readonly string[]): RowAccess {
  const source = conditions.map((condition) => `(${condition})`).join(' || ')
  const result = checkExpression(source, typeEnvironment(catalog, object), { expects: { kind: 'boolean' } })
  if (!result.ok) throw new Error(`The conditions of the roles on ${object} were published with mistakes: ${source}`)
  return { kind: 'rule', key: source, rule: result.expression }
}
