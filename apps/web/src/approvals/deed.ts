import type { FileValue } from '@fieldwork/ui'

import { useApprovalWrites } from './queries.ts'
import type { BulkResult } from './queries.ts'
import type { Named, Trail } from './types.ts'

/** What somebody can do with his part of an approval. */
export type Deed = 'approve' | 'reject' | 'advise' | 'return' | 'transfer' | 'delegate' | 'add'

export const DANGEROUS: ReadonlySet<Deed> = new Set(['reject', 'return'])
export const FOR_PEOPLE: ReadonlySet<Deed> = new Set(['transfer', 'delegate', 'add'])
/** Files may be put to what is decided. */
export const WITH_FILES: ReadonlySet<Deed> = new Set(['approve', 'reject', 'advise', 'return'])

/** Somebody's part in an approval, and what it is about. */
export interface AskedTask {
  id: string
  approval: string
  /** what the record is called */
  name: string
}

/** What is given with a deed. */
export interface Given {
  comment: string
  people: Named[]
  place: 'before' | 'after'
  /** a step before; null: the submitter */
  step: string | null
  values: Record<string, unknown>
  /** uploads */
  files: FileValue[]
}

/** Whether words have to be given; of several, and while nothing is known, the server says so. */
export function needsComment(deed: Deed, trail: Trail | undefined): boolean {
  if (deed === 'advise') return true
  if (trail?.commented === undefined || FOR_PEOPLE.has(deed)) return false
  return trail.commented === 'always' || (trail.commented === 'on-disagree' && DANGEROUS.has(deed))
}

/** The fields that are open for a deed, and those that have to be filled in. */
export function openFields(deed: Deed, trail: Trail | undefined): { fields: string[]; required: Set<string> } {
  const isDecision = deed === 'approve' || deed === 'advise'
  if (!trail || !(isDecision || deed === 'reject')) return { fields: [], required: new Set() }
  const required = trail.require ?? []
  const others = (trail.edit ?? []).filter((name) => !required.includes(name))
  return { fields: [...required, ...others], required: new Set(isDecision ? required : []) }
}

/** Does it; several tasks are decided alike, each by itself. */
export function useDeed(deed: Deed): (tasks: AskedTask[], given: Given) => Promise<BulkResult['results']> {
  const writes = useApprovalWrites()
  return async (tasks, { comment: typed, people, place, step, values: changed, files: sent }) => {
    const comment = typed.trim() === '' ? {} : { comment: typed.trim() }
    const values = Object.keys(changed).length > 0 ? { values: changed } : {}
    const files = sent.length > 0 ? { files: sent.map((file) => file.id) } : {}
    const id = tasks[0]?.id ?? ''
    const users = people.map((person) => person.id)
    if (tasks.length > 1) {
      const opinion = deed === 'reject' ? 'disagree' : 'agree'
      const { results } = await writes.bulk(
        tasks.map((task) => task.id),
        opinion,
        comment.comment,
      )
      return results
    }
    if (deed === 'approve') await writes.approve(id, { ...comment, ...values, ...files })
    if (deed === 'advise') await writes.approve(id, { ...comment, ...values, ...files, opinion: 'advise' })
    if (deed === 'reject') await writes.reject(id, { ...comment, ...values, ...files })
    if (deed === 'return') await writes.giveBack(id, { ...comment, ...files, ...(step === null ? {} : { step }) })
    if (deed === 'transfer' || deed === 'delegate') await writes.handOn(id, deed, { user: users[0] ?? '', ...comment })
    if (deed === 'add') await writes.add(id, { users, place, ...comment })
    return [{ task: id, done: true }]
  }
}
