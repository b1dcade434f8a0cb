/** One line of the palette. */
export interface PaletteEntry {
  key: string
  label: string
  icon: string | undefined
  run: () => void
}

/** Lines that belong together, under a heading. */
export interface PaletteGroup {
  key: string
  label: string
  entries: PaletteEntry[]
}

/** What an answer found, and the text that was asked for. */
export interface FoundRecords {
  asked: string
  records: { id: string; label: string }[]
}

/**
 * The records that may be shown for the text as it stands: an answer to an earlier text keeps only what matches by its
 * name, so that nothing is opened that does not fit what has been typed.
 */
export function fittingRecords(found: FoundRecords | undefined, text: string): FoundRecords['records'] {
  if (!found || text === '') return []
  if (found.asked === text) return found.records
  return found.records.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
}

/** All lines in the order in which the arrow keys pass them. */
export function entriesOf(groups: PaletteGroup[]): PaletteEntry[] {
  return groups.flatMap((group) => group.entries)
}

/** The chosen line: the one chosen by hand while it is there, else the first. */
export function chosenEntry(entries: PaletteEntry[], key: string | null): PaletteEntry | undefined {
  return entries.find((entry) => entry.key === key) ?? entries[0]
}

/** The key of the line so many further on; the ends hold. */
export function movedKey(entries: PaletteEntry[], key: string | null, by: number): string | null {
  const chosen = chosenEntry(entries, key)
  const index = chosen ? entries.indexOf(chosen) + by : 0
  return entries[Math.max(0, Math.min(index, entries.length - 1))]?.key ?? null
}
