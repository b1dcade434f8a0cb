import type { HistoryEntry, Reference } from '../api/types.ts'

/** What one write did to a record and its lines. */
export interface EntryGroup {
  key: string
  at: string
  actor: Reference | null
  /** for whom the actor did it */
  behalf?: Reference | undefined
  /** of the record itself: what made a version first, then who may see it since */
  own: HistoryEntry[]
  /** of its lines, newest first */
  lines: HistoryEntry[]
}

/** Entries that one write made belong together: they have the same moment and person. */
export function groupEntries(entries: readonly HistoryEntry[]): EntryGroup[] {
  const groups: EntryGroup[] = []
  for (const entry of entries) {
    const { event, at, actor, behalf } = entry
    let group = groups.at(-1)
    if (!group || group.at !== at || group.actor?.id !== actor?.id) {
      group = { key: event, at, actor, behalf, own: [], lines: [] }
      groups.push(group)
    }
    addTo(group, entry)
  }
  return groups
}

function addTo({ own, lines }: EntryGroup, entry: HistoryEntry): void {
  const later = entry.version === null ? -1 : own.findIndex(({ version }) => version === null)
  if (entry.line) lines.push(entry)
  else if (later === -1) own.push(entry)
  else own.splice(later, 0, entry)
}
