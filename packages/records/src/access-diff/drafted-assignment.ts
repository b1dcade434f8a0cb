import { createPeopleReader, futureTables } from '@fieldwork/database'
import type { ActorFacts, Database } from '@fieldwork/database'
import type { RecordsDeps } from '../records-deps.ts'
import type { Actor, FieldValues, Records } from '../types.ts'

/** A change of a record of `role_assignment`. */
export interface DraftedAssignment {
  /** absent: a new one */
  id?: string | undefined
  /** null: it goes */
  values: FieldValues | null
}

interface Deps extends Pick<RecordsDeps, 'timeZone'> {
  records: Records
  registry: Pick<RecordsDeps['registry'], 'refresh'>
}

type Facts = ReadonlyMap<string, ActorFacts | undefined>

const object = 'role_assignment'

/**
 * What the organisation would say of the people whom a change of an assignment concerns: it is really written, with all
 * that follows from it, read, and undone.
 *
 * @throws what the write throws: validation_failed, not_found, forbidden
 */
export async function draftAssignment(
  { records, registry, timeZone }: Deps,
  actor: Actor,
  drafted: DraftedAssignment,
): Promise<Facts> {
  const catalog = await registry.refresh()
  const undone = new Error('The change of an assignment was only tried')
  let facts: Facts = new Map()
  const attempt = records.transaction(async (within, db) => {
    const before = drafted.id === undefined ? {} : await holderOf(within, actor, drafted.id)
    const id = await write(within, actor, drafted)
    const after = id === null ? {} : await holderOf(within, actor, id)
    const tables = await futureTables(db, { before: catalog, after: catalog })
    const reader = createPeopleReader(db, { before: catalog, after: catalog, timeZone, tables })
    const ids = await concerned(db, [before, after])
    const people = ids.length === 0 ? [] : await reader.read({ after: null, limit: ids.length, ids })
    facts = new Map(people.map((person) => [person.id, person.after]))
    throw undone
  })
  await attempt.catch((error: unknown) => {
    if (error !== undone) throw error
  })
  return facts
}

interface Holder {
  account?: { id: string } | null
  position?: { id: string } | null
}

const holderOf = async (records: Records, actor: Actor, id: string): Promise<Holder> =>
  JSON.parse((await records.get(actor, { object, id, fields: ['account', 'position'] })).json) as Holder

/** @returns the id of what is there afterwards */
async function write(records: Records, actor: Actor, { id, values }: DraftedAssignment): Promise<string | null> {
  if (values === null) {
    if (id !== undefined) await records.remove(actor, { object, id })
    return null
  }
  if (id === undefined) return (await records.create(actor, { object, values })).id
  await records.update(actor, { object, id, values })
  return id
}

async function concerned(db: Database, holders: readonly Holder[]): Promise<string[]> {
  const idsOf = (of: keyof Holder) => holders.flatMap((holder) => holder[of]?.id ?? [])
  const { rows } = await db.query<{ id: string }>({
    text: `select u.id from "user" u left join employee e on e.id = u.employee
      where u.id = any($1::uuid[]) or e.position = any($2::uuid[]) order by u.id`,
    values: [idsOf('account'), idsOf('position')],
  })
  return rows.map(({ id }) => id)
}
