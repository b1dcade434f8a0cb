import type { PeopleReader, PersonBetween } from '@fieldwork/database'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sidesOf } from './people-between.ts'
import type { BothSides } from './people-between.ts'
import type { Catalogs } from './role-changes.ts'
import type { ShapeDifference } from './shape-difference.ts'
import type { AccessDiffInput, PersonName } from './types.ts'

const PAGE = 200
/** after this long others have their turn */
const TURN_MS = 15

export interface AffectedPerson extends PersonName {
  key: string
}

export interface Affected {
  lookedAt: number
  people: AffectedPerson[]
  /** by role, how many of those looked at have it */
  holders: ReadonlyMap<string, number>
}

interface Search {
  reader: PeopleReader
  catalogs: Catalogs
  differences(sides: BothSides): ShapeDifference[]
  input: Pick<AccessDiffInput, 'roles' | 'signal'>
  isTimeUp(): boolean
}

/** Looks at everybody who may log in, page by page, for those to whom something may change. */
export async function findAffected({ reader, catalogs, differences, input, isTimeUp }: Search): Promise<Affected> {
  const people: AffectedPerson[] = []
  const holders = new Map<string, number>()
  let lookedAt = 0
  let turn = performance.now()
  for (let last: string | null = null; !isTimeUp();) {
    const page: PersonBetween[] = await reader.read({ after: last, limit: PAGE })
    for (const person of page) {
      input.signal?.throwIfAborted()
      const sides = sidesOf(catalogs, person)
      const held = new Set([...sides.before.actor.roles, ...sides.after.actor.roles])
      for (const role of held) holders.set(role, (holders.get(role) ?? 0) + 1)
      lookedAt++
      const isAsked = input.roles === undefined || input.roles.some((role) => held.has(role))
      if (isAsked && differences(sides).length > 0) people.push(nameOf(person, sides.key))
      if (performance.now() - turn < TURN_MS) continue
      await nextTurn()
      turn = performance.now()
    }
    last = page.at(-1)?.id ?? null
    if (page.length < PAGE) break
  }
  return { lookedAt, people: people.sort(byName), holders }
}

const nameOf = ({ id, name, username }: PersonBetween, key: string): AffectedPerson => ({ id, name, username, key })

const byName = (one: PersonName, other: PersonName): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : one.id < other.id ? -1 : 1

/** A few of the affected: of every shape one, then of every shape a second one … */
export function sampleOf(people: readonly AffectedPerson[], most: number): AffectedPerson[] {
  const turns = new Map<string, number>()
  const ranked = people.map((person) => {
    const turn = turns.get(person.key) ?? 0
    turns.set(person.key, turn + 1)
    return { person, turn }
  })
  const chosen = new Set(ranked.toSorted((a, b) => a.turn - b.turn).slice(0, most))
  return ranked.filter((entry) => chosen.has(entry)).map(({ person }) => person)
}
