import type { RevisionDetail } from '@fieldwork/database'
import { isPlainObject, pointerOf } from '@fieldwork/metadata'

type ChangedDocument = RevisionDetail['documents'][number]

/** What a revision has changed. */
export interface Changes {
  documents: readonly ChangedDocument[]
  /** names of the parameters that switch the rights on objects on and off */
  switches: ReadonlySet<string>
}

/** kinds of definition that say who may do what */
const RIGHTS: ReadonlySet<string> = new Set(['role', 'dimension', 'member-rule'])
/** what an object and its fields say of it */
const OF_OBJECTS = /^\/x-object\/(?:access|dimensions)(?:\/|$)|^\/properties\/[^/]+\/x-field\/sensitive(?:\/|$)/

/** Whether the change of a document is one of who may do what. */
export function saysRights({ kind, name, paths }: ChangedDocument, switches: ReadonlySet<string>): boolean {
  if (RIGHTS.has(kind)) return true
  if (kind === 'parameter') return switches.has(name)
  if (kind !== 'object') return false
  return paths.some(({ pointer, before, after }) =>
    [before, after].some(
      (value) => value !== undefined && leaves(pointer, value).some((leaf) => OF_OBJECTS.test(leaf)),
    ),
  )
}

/** Pointers of all that a value holds. */
function leaves(pointer: string, value: unknown): string[] {
  if (!isPlainObject(value)) return [pointer]
  return Object.entries(value).flatMap(([key, inner]) => leaves(pointer + pointerOf(key), inner))
}
