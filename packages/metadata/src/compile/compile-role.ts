import type { CompiledGrant, CompiledRole, Definition } from '../catalog.ts'
import type { Grant, RoleDocument } from '../generated/role.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel } from '../words.ts'
import { checked, referredObject, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { ANY_OBJECT } from './world.ts'

/** Checks a role's grants. */
export function compileRole(context: CheckContext, definition: Definition): CompiledRole {
  const { name, label, administrator, grants = {} } = definition as unknown as RoleDocument
  const compiled: Record<string, CompiledGrant> = {}
  for (const [object, grant] of Object.entries(grants)) compiled[object] = compileGrant(context, object, grant)
  return { name, label: label ?? describeLabel(name), administrator: administrator === true, grants: compiled }
}

function compileGrant(context: CheckContext, object: string, { operations, where, sensitive }: Grant): CompiledGrant {
  const pointer = pointerOf('grants', object)
  const isKnown = object === ANY_OBJECT || referredObject(context, pointer, object) !== null
  const input = { source: isKnown ? where : undefined, object, expects: { kind: 'boolean' } } as const
  return {
    operations: new Set(operations),
    where: checked(context, `${pointer}/where`, input),
    sensitive: sensitive === true ? 'all' : openFields(context, `${pointer}/sensitive`, { object, names: sensitive }),
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
