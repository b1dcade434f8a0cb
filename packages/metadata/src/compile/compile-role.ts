import type { CompiledGrant, CompiledRole, Definition, DimensionMode, Operation, Scope } from '../catalog.ts'
import type { Grant, RoleDocument } from '../generated/role.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel, text } from '../words.ts'
import { compileConditions, type ScopedGrant } from './grant-conditions.ts'
import { checkDocument, referredObject, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { ANY_OBJECT } from './world.ts'

/** Checks a role's apps, dimensions and grants. */
export function compileRole(context: CheckContext, definition: Definition): CompiledRole {
  const role = definition as unknown as RoleDocument
  const { name, label, administrator, apps, grants = {} } = role
  for (const [at, found] of (apps ?? []).entries())
    checkDocument(context, pointerOf('apps', String(at)), { kind: 'app', found, what: ['app', '应用'] })
  checkDimensions(context, '/dimensions', role.dimensions)
  const compiled: Record<string, CompiledGrant> = {}
  for (const [object, grant] of Object.entries(grants))
    compiled[object] = compileGrant(context, { role, object, grant })
  return {
    name,
    label: label ?? describeLabel(name),
    administrator: administrator === true,
    apps: apps ? new Set(apps) : null,
    dimensions: role.dimensions ?? {},
    rights: new Set(role.rights),
    limits: role.limits ?? {},
    grants: compiled,
  }
}

function checkDimensions(context: CheckContext, pointer: string, dimensions: Record<string, DimensionMode> = {}): void {
  for (const found of Object.keys(dimensions))
    checkDocument(context, pointer + pointerOf(found), { kind: 'dimension', found, what: ['dimension', '管理维度'] })
}

interface GrantInput {
  role: RoleDocument
  object: string
  grant: Grant
}

function compileGrant(context: CheckContext, { role, object, grant }: GrantInput): CompiledGrant {
  const { sensitive, fields = {} } = grant
  const pointer = pointerOf('grants', object)
  const isKnown = object === ANY_OBJECT || referredObject(context, pointer, object) !== null
  const scopes = scopesOf(grant)
  checkScopes(context, pointer, { object, grant, scopes })
  checkDimensions(context, `${pointer}/dimensions`, grant.dimensions)
  checkFields(context, `${pointer}/fields`, { object, names: Object.keys(fields).filter((name) => name !== '*') })
  checkHidden(context, `${pointer}/fields`, fields)
  return {
    operations: new Set(scopes.keys()),
    scopes,
    where: isKnown ? compileConditions(context, `${pointer}/where`, { object, grant, scopes }) : new Map(),
    related: grant.related ?? role.related ?? 'edit',
    dimensions: { ...role.dimensions, ...grant.dimensions },
    ownDimensions: new Set(Object.keys(grant.dimensions ?? {})),
    sensitive: sensitive === true ? 'all' : openFields(context, `${pointer}/sensitive`, { object, names: sensitive }),
    fields,
  }
}

function scopesOf({ operations, scope = 'all' }: Grant): ReadonlyMap<Operation, Scope> {
  if (Array.isArray(operations)) return new Map(operations.map((operation) => [operation, scope]))
  return new Map(Object.entries(operations) as [Operation, Scope][])
}

/** Whose a record is can only be asked where records have an owner. */
function checkScopes({ world, sink, dependencies }: CheckContext, pointer: string, input: ScopedGrant): void {
  const { object, grant, scopes } = input
  const { operations, scope } = grant
  if (!Array.isArray(operations) && scope !== undefined) {
    const message = text(
      '“scope” is for a list of operations; here each operation has its own',
      '“scope”仅用于操作列表；此处每个操作已各自指定范围',
    )
    sink.add({ pointer: `${pointer}/scope`, code: 'contradiction', message })
  }
  const shape = world.shapes.get(object)
  if (!shape) return
  dependencies.add(`${object}.owner`)
  if (shape.hasOwner) return
  const narrow = [...scopes].filter(([, each]) => each !== 'all')
  const places = Array.isArray(operations)
    ? narrow.slice(0, 1).map(() => '/scope')
    : narrow.map(([op]) => `/operations/${op}`)
  for (const place of places) {
    const message = text(
      `Records of “${object}” have no owner, so the scope can only be “all”`,
      `“${object}”的记录没有负责人，范围只能是“all”（全部）`,
    )
    sink.add({ pointer: pointer + place, code: 'scope_without_owner', message, params: { object } })
  }
}

/** Without these there is no list, no page after another and no safe change. */
const neverHidden: ReadonlySet<string> = new Set(['id', 'version', 'created_at', 'updated_at'])

function checkHidden({ sink }: CheckContext, pointer: string, fields: CompiledGrant['fields']): void {
  for (const [name, right] of Object.entries(fields)) {
    if (!neverHidden.has(name) || right === 'read' || right === 'write') continue
    const message = text(`“${name}” is read by everybody who reads the record`, `能读取记录者均可读取“${name}”`)
    sink.add({ pointer: pointer + pointerOf(name), code: 'never_hidden', message, params: { field: name } })
  }
}

interface NamedFields {
  object: string
  names: readonly string[]
}

function checkFields(context: CheckContext, pointer: string, { object, names }: NamedFields): void {
  const shape = context.world.shapes.get(object)
  if (!shape) return
  for (const found of names) {
    context.dependencies.add(`${object}.${found}`)
    if (!shape.fields.has(found))
      reportUnknownField(context.sink, {
        pointer: pointer + pointerOf(found),
        found,
        object,
        known: shape.fields.keys(),
      })
  }
}

/** @returns the fields named, each of which the object has */
function openFields(
  context: CheckContext,
  pointer: string,
  { object, names }: { object: string; names: false | string[] | undefined },
): ReadonlySet<string> {
  const shape = context.world.shapes.get(object)
  for (const [at, found] of (names || []).entries()) {
    if (shape) context.dependencies.add(`${object}.${found}`)
    if (shape && !shape.fields.has(found))
      reportUnknownField(context.sink, { pointer: `${pointer}/${at}`, found, object, known: shape.fields.keys() })
  }
  return new Set(names || [])
}
