import type { HistoryEntry, HistoryPage } from '@fieldwork/database'
import { isPlainObject } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { Actor } from '../types.ts'

const MEMBERS = '@members'

/** The same entries, where the rule that made or removed a member is named as the actor calls it. */
export function withRuleLabels(page: HistoryPage, catalog: Catalog, { locale }: Pick<Actor, 'locale'>): HistoryPage {
  const labelled = (member: unknown): unknown => {
    if (!isPlainObject(member) || typeof member['rule'] !== 'string') return member
    const name = member['rule']
    // one that is no more is known by its name
    return { ...member, rule: { name, label: catalog.memberRules.get(name)?.label[locale] ?? name } }
  }
  const side = (members: unknown): unknown => (Array.isArray(members) ? members.map(labelled) : members)
  const told = (entry: HistoryEntry): HistoryEntry => {
    const members = entry.changes[MEMBERS]
    if (!members) return entry
    return { ...entry, changes: { ...entry.changes, [MEMBERS]: [side(members[0]), side(members[1])] } }
  }
  return { ...page, data: page.data.map(told) }
}
