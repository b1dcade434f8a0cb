import type { Layer } from '../catalog.ts'
import { composePatches, nested, withoutPath } from '../json/compose-patches.ts'
import { mergePatch } from '../json/merge-patch.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { WORKSPACE } from '../layers/check-workspace-names.ts'
import type { KnownField } from '../layers/check-workspace-names.ts'
import { ownDocuments } from '../layers/documents-of.ts'
import { documentKey, HIDDEN } from '../layers/merge-layers.ts'
import type { UpgradeConflict } from './conflict.ts'

/** Whose value is to stand. */
export type ConflictChoice = 'ours' | 'theirs'

type Settled = Pick<UpgradeConflict, 'kind' | 'name' | 'path' | 'base' | 'ours' | 'reason' | 'isApplied' | 'target'>

export interface Resolution {
  layers: Layer[]
  /** a field that comes back under the name it had as a shipped one */
  isKnownField: KnownField
}

/** The layers with a conflict decided; the same layers where they are so already. */
export function resolveConflict(layers: Layer[], conflict: Settled, take: ConflictChoice): Resolution {
  const isAsItIs = conflict.isApplied ? take === 'ours' : take === 'theirs'
  const edited = isAsItIs ? layers : withBody(layers, conflict, take === 'theirs' ? dropped : applied)
  return { layers: edited, isKnownField: (object, field) => isField(conflict, object, field) }
}

type Change = (body: unknown, conflict: Settled) => unknown

/** The workspace says nothing there any more. */
const dropped: Change = (body, { path }) => withoutPath(body, path)

/** What was set aside is said again: where it was, or where the package has moved it. */
function applied(body: unknown, { path, base, ours, reason, target }: Settled): unknown {
  const isPart = reason === 'removed' || reason === 'replaced'
  const value = isPart ? mergePatch(base, ours) : ours
  const place = reason === 'renamed' && target ? target : path
  const shown = isPlainObject(value) && path.length === 0 ? withoutHidden(value) : value
  return composePatches(body ?? {}, nested(place, shown))
}

function withoutHidden({ [HIDDEN]: _hidden, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest
}

function withBody(layers: Layer[], conflict: Settled, change: Change): Layer[] {
  const { kind, name } = conflict
  const own = ownDocuments(layers)
  const key = documentKey(kind, name)
  const body = change(own.get(key)?.body, conflict)
  if (isPlainObject(body) && Object.keys(body).length > 0) own.set(key, { kind, name, body })
  else own.delete(key)
  const documents = [...own.values()]
  return layers.map((layer) => (layer.name === WORKSPACE ? { ...layer, documents } : layer))
}

function isField({ kind, name, path, isApplied }: Settled, object: string, field: string): boolean {
  if (isApplied || kind !== 'object' || name !== object) return false
  return path.length === 0 || (path[0] === 'properties' && path[1] === field)
}
