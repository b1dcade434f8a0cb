import type { Catalog } from '@fieldwork/metadata'
import { actorFactsSql, factsOf, hasLeftSql } from '../access/actor-facts.ts'
import type { ActorFacts, FactsRow } from '../access/actor-facts.ts'
import type { Database } from '../connection/types.ts'
import type { FutureTables, Obstacle } from './future-tables.ts'

/** A user who may call, with what the organisation says of him by two catalogs. */
export interface PersonBetween {
  id: string
  name: string
  username: string
  /** by the account alone */
  roles: string[]
  before: ActorFacts | undefined
  after: ActorFacts | undefined
}

export interface PeopleReader {
  /** null: what the organisation says of people can be told before the publish */
  obstacle: Obstacle | null
  /** users who may call */
  count(): Promise<number>
  /** by id; behind one of them, or those of these ids */
  read(page: { after: string | null; limit: number; ids?: readonly string[] }): Promise<PersonBetween[]>
}

interface ReaderInput {
  before: Catalog
  after: Catalog
  timeZone: string
  tables: FutureTables
}

interface PersonRow {
  id: string
  name: string | null
  username: string
  roles: string[]
  before: FactsRow | null
  after: FactsRow | null
}

/** Reads people page by page, with both catalogs' eyes. */
export function createPeopleReader(
  db: Pick<Database, 'query'>,
  { before, after, timeZone, tables }: ReaderInput,
): PeopleReader {
  const factsBy = (catalog: Catalog): string => actorFactsSql(catalog, { user: 'x."id"', timeZone })
  const [now, then] = [factsBy(before), factsBy(after)]
  const isSame = now === then
  const callers = `"user" x where x.active and x.deleted_at is null and not ${hasLeftSql(before, 'x."id"')}`
  const text =
    `select x.id, x.name, x.username, x.roles, ${now} as before${isSame ? '' : `, ${then} as after`} from ${callers}` +
    ' and ($1::uuid is null or x.id > $1) and ($3::uuid[] is null or x.id = any($3)) order by x.id limit $2'
  return {
    obstacle: tables.obstacle(isSame ? '' : then),
    async count() {
      const { rows } = await db.query<{ n: number }>({ text: `select count(*)::float8 as n from ${callers}` })
      return rows[0]!.n
    },
    async read({ after: behind, limit, ids }) {
      const values = [behind, limit, ids ?? null]
      const { rows } = await db.query<PersonRow & Record<string, unknown>>({ text: tables.prefix(text) + text, values })
      return rows.map((row) => personOf(row, isSame))
    },
  }
}

function personOf({ before, after, name, ...row }: PersonRow, isSame: boolean): PersonBetween {
  const facts = (found: FactsRow | null) => (found ? factsOf(row.id, found) : undefined)
  const known = facts(before)
  const { id, username, roles } = row
  return { id, username, roles, name: name ?? username, before: known, after: isSame ? known : facts(after) }
}
