import type { FieldRights, PartlyShown, RowAccess } from '@fieldwork/database'
import { fieldSources, hasSensitive } from '@fieldwork/metadata'
import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Assigned } from './assignments.ts'
import { isShown, isTold, isWritten } from './field-right.ts'
import { grantFor } from './grant-for.ts'

export type WriteOperation = 'create' | 'update'

/** What an actor may do with the fields of an object. */
export interface FieldPlan extends FieldRights {
  /** values that he does not see on every record */
  masked: ReadonlySet<string>
  /** of these the fields that do not exist for him */
  absent: ReadonlySet<string>
}

const empty: ReadonlySet<string> = new Set()
const nowhere: ReadonlyMap<string, RowAccess> = new Map()

/** Of who sees and writes every field that can be written. */
export const openFields: FieldPlan = {
  masked: empty,
  absent: empty,
  partly: new Map(),
  unwritten: { create: empty, update: empty },
  partlyWritten: { create: nowhere, update: nowhere },
}

export interface FieldPlanInput {
  catalog: Catalog
  assigned: readonly Assigned[]
  /** the records of an object that these assignments alone lead to, apart from their masters */
  accessBy(object: string, operation: 'read' | WriteOperation, assigned: readonly Assigned[]): RowAccess
}

/** Whether the rights on fields need to be looked at: of most actors they do not. */
export const closesFields = (catalog: Catalog, assigned: readonly Assigned[]): boolean =>
  hasSensitive(catalog) || assigned.some(({ role }) => Object.values(role.grants).some(hasRights))

/** Whether there may be fields that do not exist for who has these assignments. */
export const hidesNames = (assigned: readonly Assigned[]): boolean =>
  assigned.some(({ role }) => Object.values(role.grants).some(({ fields }) => Object.values(fields).includes('none')))

const hasRights = ({ fields }: Assigned['role']['grants'][string]): boolean => Object.keys(fields).length > 0

/**
 * The field plan of an object: by each assignment the actor has what it says on the records that it grants. Where all
 * of them say the same it holds for every record and costs nothing in a statement; else the statement asks, record by
 * record, whether one of those that open the field leads to it.
 */
export function compileFieldPlan(input: FieldPlanInput, object: CompiledObject): FieldPlan {
  const masked = new Set<string>()
  const absent = new Set<string>()
  const partly = new Map<string, PartlyShown>()
  for (const name of object.fields.keys()) {
    const shown = shownOf(input, object, name)
    if (shown === 'open') continue
    masked.add(name)
    if (shown === 'absent') absent.add(name)
    else if (shown !== 'masked') partly.set(name, shown)
  }
  const [create, update] = [writtenOf(input, object, 'create'), writtenOf(input, object, 'update')]
  if (masked.size + create.never.size + update.never.size + create.partly.size + update.partly.size === 0)
    return openFields
  return {
    masked,
    absent,
    partly,
    unwritten: { create: create.never, update: update.never },
    partlyWritten: { create: create.partly, update: update.partly },
  }
}

type Shown = 'open' | 'masked' | 'absent' | PartlyShown

/** A computed field is as hidden as what it is computed from. */
function shownOf(input: FieldPlanInput, object: CompiledObject, name: string): Shown {
  const granting = grantingOf(input, object, 'read')
  const sources = fieldSources(input.catalog, object.name).get(name)
  const own = [name, ...(sources?.own ?? [])]
  const opening = granting.filter((one) => own.every((field) => isShown(one, { object, field })))
  const telling = granting.filter((one) => isTold(one, { object, field: name }))
  if (granting.length > 0 && telling.length === 0) return 'absent'
  const isClosed =
    sources?.others.some((other) => !isOpenEverywhere(input, other)) ||
    (granting.length === 0 && own.some((field) => isSensitive(object, field)))
  const open = isClosed ? none : among(input, { object, operation: 'read', granting, some: opening })
  if (open.kind === 'all') return 'open'
  const preview = among(input, { object, operation: 'read', granting, some: telling })
  if (preview.kind === 'all') return open.kind === 'none' ? 'masked' : { open }
  // who tells of the field at all opens it: there is nothing between
  return { open, preview: open.kind === 'rule' && preview.kind === 'rule' && open.key === preview.key ? none : preview }
}

const none: RowAccess = { kind: 'none' }
const all: RowAccess = { kind: 'all' }

const isSensitive = ({ fields }: CompiledObject, name: string): boolean =>
  Boolean(fields.get(name)?.property['x-field'].sensitive)

function isOpenEverywhere(input: FieldPlanInput, { object: name, field }: { object: string; field: string }): boolean {
  const object = input.catalog.object(name)
  if (!object.fields.has(field)) return true
  const granting = grantingOf(input, object, 'read')
  if (granting.length === 0) return !isSensitive(object, field)
  const some = granting.filter((one) => isShown(one, { object, field }))
  return among(input, { object, operation: 'read', granting, some }).kind === 'all'
}

/** The assignments by which the actor may do an operation on records of an object. */
const grantingOf = ({ assigned }: FieldPlanInput, { name }: CompiledObject, operation: 'read' | WriteOperation) =>
  assigned.filter(({ role }) => grantFor(role, name, operation) !== null)

interface Among {
  object: CompiledObject
  operation: 'read' | WriteOperation
  granting: readonly Assigned[]
  some: readonly Assigned[]
}

/** Which of the records that the actor comes to by all of the assignments he comes to by some; all = each of them. */
function among({ accessBy }: FieldPlanInput, { object, operation, granting, some }: Among): RowAccess {
  if (some.length === granting.length) return all
  if (some.length === 0) return none
  const by = accessBy(object.name, operation, some)
  if (by.kind !== 'rule') return by
  const rest = granting.filter((one) => !some.includes(one))
  return accessBy(object.name, operation, rest).kind === 'none' ? all : by
}

interface Written {
  never: ReadonlySet<string>
  partly: ReadonlyMap<string, RowAccess>
}

function writtenOf(input: FieldPlanInput, object: CompiledObject, operation: WriteOperation): Written {
  const granting = grantingOf(input, object, operation)
  const never = new Set<string>()
  const partly = new Map<string, RowAccess>()
  for (const field of object.fields.keys()) {
    const some = granting.filter((one) => isWritten(one, { object, field, operation }))
    const where = among(input, { object, operation, granting, some })
    if (where.kind === 'none') never.add(field)
    else if (where.kind === 'rule') partly.set(field, where)
  }
  return { never, partly }
}
