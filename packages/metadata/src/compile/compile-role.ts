import type { LocalizedText } from '@fieldwork/fields'
import type { CompiledGrant, CompiledRole, Definition, Operation } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel } from '../words.ts'
import { checked, referredObject } from './report.ts'
import type { CheckContext } from './report.ts'
import { ANY_OBJECT } from './world.ts'

interface GrantDefinition {
  operations: Operation[]
  where?: string
}

interface RoleDefinition {
  name: string
  label?: LocalizedText
  administrator?: boolean
  grants?: Record<string, GrantDefinition>
}

/** Checks a role's grants. */
export function compileRole(context: CheckContext, definition: Definition): CompiledRole {
  const { name, label, administrator, grants = {} } = definition as unknown as RoleDefinition
  const compiled: Record<string, CompiledGrant> = {}
  for (const [object, grant] of Object.entries(grants)) compiled[object] = compileGrant(context, object, grant)
  return { name, label: label ?? describeLabel(name), administrator: administrator === true, grants: compiled }
}

function compileGrant(context: CheckContext, object: string, { operations, where }: GrantDefinition): CompiledGrant {
  const pointer = pointerOf('grants', object)
  const isKnown = object === ANY_OBJECT || referredObject(context, pointer, object) !== null
  const input = { source: isKnown ? where : undefined, object, expects: { kind: 'boolean' } } as const
  return { operations: new Set(operations), where: checked(context, `${pointer}/where`, input) }
}
