import type { Layer } from '../catalog.ts'
import { valueIn, withoutPath } from '../json/compose-patches.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { WORKSPACE } from '../layers/check-workspace-names.ts'
import { documentsBelow, ownDocuments } from '../layers/documents-of.ts'
import type { Documents } from '../layers/documents-of.ts'
import { documentKey } from '../layers/merge-layers.ts'
import type { DefinitionProblem } from '../problems.ts'
import type { UpgradeConflict } from './conflict.ts'
import { findPart } from './problem-part.ts'
import type { OwnPart } from './problem-part.ts'
import { sourceOfChange } from './source-of-change.ts'

interface SetAsideInput {
  before: Layer[]
  packages: Layer[]
  layers: Layer[]
  conflicts: UpgradeConflict[]
}

/**
 * Takes the parts of the workspace's layer that do not compile out of it and keeps each as a conflict; one part of a
 * document at a time, since the rest may be right without it.
 *
 * @returns null where no part of the workspace's is to blame
 */
export function setAsideProblems(
  { before, packages, layers, conflicts }: SetAsideInput,
  problems: DefinitionProblem[],
): Pick<SetAsideInput, 'layers' | 'conflicts'> | null {
  const [base, below, own] = [documentsBelow(before), documentsBelow(packages), ownDocuments(layers)]
  const touched = new Set<string>()
  let kept = conflicts
  for (const problem of problems) {
    const part = findPart({ own, below }, problem)
    if (part === null || touched.has(documentKey(part.kind, part.name))) continue
    touched.add(documentKey(part.kind, part.name))
    const sides = sidesOf({ base, below, own }, part)
    const source = sourceOfChange(before, packages, part)
    const { kind, name, path } = part
    kept = kept.filter((conflict) => !isInside(conflict, part))
    const { message } = problem
    kept = [...kept, { kind, name, path, ...sides, reason: 'does_not_compile', isApplied: false, message, ...source }]
    take(own, { below, part })
  }
  if (touched.size === 0) return null
  const documents = [...own.values()]
  return {
    layers: layers.map((layer) => (layer.name === WORKSPACE ? { ...layer, documents } : layer)),
    conflicts: kept,
  }
}

function sidesOf({ base, below, own }: Record<'base' | 'below' | 'own', Documents>, { kind, name, path }: OwnPart) {
  const at = (documents: Documents) => valueIn(documents.get(documentKey(kind, name))?.body, path)
  return { base: at(base), theirs: at(below), ours: at(own) }
}

/** What is in effect only as a part of what is set aside is told with it. */
const isInside = (conflict: UpgradeConflict, { kind, name, path }: OwnPart): boolean =>
  conflict.isApplied &&
  conflict.kind === kind &&
  conflict.name === name &&
  path.every((key, at) => conflict.path[at] === key)

function take(own: Documents, { below, part }: { below: Documents; part: OwnPart }): void {
  const { kind, name, path } = part
  const key = documentKey(kind, name)
  const document = own.get(key)
  if (!document) return
  const rest = withoutPath(document.body, path)
  const left = isRight(part) ? denied(rest, { part, below: below.get(key)?.body }) : rest
  if (isPlainObject(left)) own.set(key, { kind, name, body: left })
  else own.delete(key)
}

/** A condition on rights that is set aside must not give anybody more rights. */
const isRight = ({ kind, path }: OwnPart): boolean => kind === 'role' && path[0] === 'grants' && path.length === 2

function denied(rest: unknown, { part, below }: { part: OwnPart; below: unknown }): unknown {
  const [, object = ''] = part.path
  if (valueIn(below, part.path) === undefined) return rest
  const others = isPlainObject(rest) ? rest : {}
  return { ...others, grants: { ...(isPlainObject(others.grants) ? others.grants : {}), [object]: null } }
}
