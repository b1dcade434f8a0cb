import { createPeopleReader, futureTables } from '@fieldwork/database'
import type { PeopleReader, PersonBetween } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { RecordsDeps } from '../records-deps.ts'
import { createCounter, hasChange } from './count-person.ts'
import { findAffected, sampleOf } from './find-affected.ts'
import type { Affected } from './find-affected.ts'
import { objectChanges } from './object-changes.ts'
import { createDifferences, sidesOf } from './people-between.ts'
import { roleChanges } from './role-changes.ts'
import type { Catalogs } from './role-changes.ts'
import type { AccessDiff, AccessDiffInput, ObjectDifference, PersonDifference } from './types.ts'

/** One statement takes no longer: what it reads keeps a publish from changing the table. */
const STATEMENT_MS = 4_000
/** of the time, for looking at everybody */
const SHARE_OF_SEARCH = 0.5
const MOST_NAMES = 1_000
const SUGGESTED = 20

type Deps = Pick<RecordsDeps, 'db' | 'timeZone'>

/**
 * Who gains and who loses what by a change of the definitions that nobody has published: the rights in words, and for
 * people the records that come and go. Both catalogs' access is compiled by the one compiler and compared by the
 * database. Only for administrators: it tells of records without asking who looks.
 *
 * @throws AbortError when `input.signal` is aborted
 */
export async function compareAccess(deps: Deps, catalogs: Catalogs, input: AccessDiffInput): Promise<AccessDiff> {
  const start = Date.now()
  const spent = (): number => Date.now() - start
  const roles = roleChanges(catalogs)
  const objects = objectChanges(catalogs)
  const comparison = await comparePeople(deps, catalogs, { input, spent })
  const { holders, ...people } = comparison
  const isWithin = people.lookedAt >= people.all && people.differences.every(isWhole)
  return {
    roles: roles.map((role) => ({ ...role, holders: holders === null ? null : (holders.get(role.role) ?? 0) })),
    objects,
    people,
    budget: { ms: input.ms, spentMs: spent(), rows: input.rows, statementMs: STATEMENT_MS, isWithin },
  }
}

const isWhole = ({ isCounted, objects }: PersonDifference): boolean =>
  isCounted && objects.every(({ records }) => records === null || Object.values(records).every(isExact))

const isExact = ({ gained, lost }: NonNullable<ObjectDifference['records']>['read']): boolean =>
  gained.isExact && lost.isExact

interface Running {
  input: AccessDiffInput
  spent(): number
}

type People = AccessDiff['people'] & { holders: Affected['holders'] | null }

async function comparePeople(deps: Deps, catalogs: Catalogs, { input, spent }: Running): Promise<People> {
  const { db, timeZone } = deps
  if (isSameAccess(catalogs) && !input.facts) return { ...nobody, holders: null }
  const tables = await futureTables(db, catalogs)
  const reader = withFacts(createPeopleReader(db, { ...catalogs, timeZone, tables }), input.facts)
  const differences = createDifferences(timeZone)
  const all = await reader.count()
  const isTimeUp = (): boolean => spent() > input.ms * SHARE_OF_SEARCH
  const found =
    input.people === undefined ? await findAffected({ reader, catalogs, differences, input, isTimeUp }) : null
  const ids = input.people ?? sampleOf(found?.people ?? [], input.sample).map(({ id }) => id)
  const people = await readInOrder(reader, ids)
  const statementMs = (): number => Math.max(1, Math.min(STATEMENT_MS, input.ms - spent()))
  const counter = createCounter({ db, timeZone, tables, input, statementMs, peopleObstacle: reader.obstacle })
  const compared: PersonDifference[] = []
  for (const person of people) compared.push(await comparePerson(person))
  const names = (found?.people ?? compared).map(({ id, name, username }) => ({ id, name, username }))
  return {
    all,
    lookedAt: found?.lookedAt ?? all,
    affected: found?.people.length ?? compared.filter(({ objects }) => objects.length > 0).length,
    names: names.slice(0, MOST_NAMES),
    suggested: sampleOf(found?.people ?? [], SUGGESTED).map(({ id }) => id),
    differences: compared,
    holders: found?.holders ?? null,
  }

  async function comparePerson(person: PersonBetween): Promise<PersonDifference> {
    const { id, name, username } = person
    const sides = sidesOf(catalogs, person)
    const roles = [...new Set([...sides.before.actor.roles, ...sides.after.actor.roles])]
    const objects: ObjectDifference[] = []
    for (const difference of differences(sides)) {
      input.signal?.throwIfAborted()
      if (spent() >= input.ms) return { id, name, username, roles, isCounted: false, objects }
      const counted = await counter(sides, difference)
      if (isAnything(counted)) objects.push(counted)
    }
    return { id, name, username, roles, isCounted: true, objects }
  }
}

const nobody: AccessDiff['people'] = { all: 0, lookedAt: 0, affected: 0, names: [], suggested: [], differences: [] }

const isAnything = ({ operations, fields, records }: ObjectDifference): boolean =>
  operations.gained.length + operations.lost.length + fields.length > 0 ||
  records === null ||
  Object.values(records).some(hasChange)

function withFacts(reader: PeopleReader, facts: AccessDiffInput['facts']): PeopleReader {
  if (!facts) return reader
  const changed = (person: PersonBetween) =>
    facts.has(person.id) ? { ...person, after: facts.get(person.id) } : person
  return { ...reader, read: async (page) => (await reader.read(page)).map(changed) }
}

async function readInOrder(reader: ReturnType<typeof createPeopleReader>, ids: readonly string[]) {
  const found = ids.length === 0 ? [] : await reader.read({ after: null, limit: ids.length, ids })
  const byId = new Map(found.map((person) => [person.id, person]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** What the compiler took over is the same: rights cannot differ where all of it is. */
function isSameAccess({ before, after }: Catalogs): boolean {
  const [now, then] = [new Set<unknown>(partsOf(before)), partsOf(after)]
  return now.size === then.length && then.every((part) => now.has(part))
}

const partsOf = ({ objects, roles, dimensions }: Catalog): object[] => [
  ...objects.values(),
  ...roles.values(),
  ...dimensions.values(),
]
