import { existingRecords } from '@fieldwork/database'
import type { NewLoggedOperation, Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'

/** A record was asked for by its id and not given. */
export const MISSED = 'missed'

/**
 * Whether somebody asked for a record that is hidden from him or for one that is nowhere, he is told the same. The log
 * knows: the first is a denied attempt, the second is counted without the ids.
 */
export async function tellMisses(
  db: Queryable,
  catalog: Catalog,
  lines: readonly NewLoggedOperation[],
): Promise<NewLoggedOperation[]> {
  const misses = lines.filter(({ action, record }) => action === MISSED && record)
  if (misses.length === 0) return [...lines]
  const hidden = await existingRecords(db, catalog, misses)
  const others = lines.filter((line) => !misses.includes(line))
  const denied = misses.filter(({ record }) => hidden.has(record ?? ''))
  const nowhere = misses.filter(({ record }) => !hidden.has(record ?? ''))
  return [...others, ...denied.map((line) => ({ ...line, action: 'denied' })), ...together(nowhere)]
}

function together(lines: readonly NewLoggedOperation[]): NewLoggedOperation[] {
  const groups = new Map<string, NewLoggedOperation>()
  for (const { record: _record, ...line } of lines) {
    const key = JSON.stringify([line.actor, line.address, line.object])
    const known = groups.get(key)
    const until = line.until ?? line.at ?? null
    groups.set(key, known ? { ...known, times: (known.times ?? 1) + (line.times ?? 1), until } : line)
  }
  return [...groups.values()]
}
