import { randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import { placeSql, placesSql } from './access-data.ts'
import { compareLine } from './compare-line.ts'
import type { CompareSettings, Result } from './compare-line.ts'
import { column, loadFloor, onDatabase } from './floor-data.ts'
import { benchLines } from './lines.ts'
import { account, opportunity } from './platform-setup.ts'
import { call, login } from './platform-api.ts'
import type { Session } from './platform-api.ts'
import { startFloor, startPlatform, type RunningServer } from './servers.ts'

interface ActorsInput {
  running: RunningServer[]
  settings: CompareSettings
  /** names of lines, such as `list director` */
  only: string[] | undefined
}

/** Somebody who works with a part of the rows. */
interface BenchActor {
  name: string
  scope: 'related' | 'below' | 'all'
  /** see `Reader.place` */
  place: number
  /** by line: the least ratio to the hand-written server */
  wanted: Readonly<Record<string, number>>
}

const departments = 330
const object = 'bench_deal'
/** Of 330 departments 61 % and 9 % are below these places; the representative has 0.1 % of the rows of his own. */
const actors: readonly BenchActor[] = [
  { name: 'unlimited', scope: 'all', place: 1, wanted: { get: 0.8, list: 1.1, create: 0.75, update: 0.7 } },
  { name: 'director', scope: 'below', place: 2, wanted: { get: 0.8, list: 1.1, create: 0.75, update: 0.7 } },
  { name: 'manager', scope: 'below', place: 16, wanted: { get: 0.8, list: 0.65, create: 0.75, update: 0.7 } },
  { name: 'rep', scope: 'related', place: 300, wanted: { get: 0.8, list: 1, create: 0.75, update: 0.7 } },
]
const ownRows = 200

const definitions = [
  { kind: 'object', definition: account },
  {
    kind: 'object',
    definition: { ...opportunity, name: object, 'x-object': { ...opportunity['x-object'], owner: true } },
  },
  ...(['related', 'below', 'all'] as const).map((scope) => ({
    kind: 'role',
    definition: {
      name: `bench_${scope}`,
      label: { en: scope, 'zh-CN': scope },
      grants: {
        [object]: { operations: { read: scope, create: scope, update: scope } },
        bench_account: { operations: ['read'] },
      },
    },
  })),
]

/** The floor's rows, spread over the departments, with the floor's indexes where the platform's own do not serve. */
const rowsSql = [
  `insert into main.bench_account (id, name, industry, city, created_at, updated_at)
     select id, name, industry, city, created_at, created_at from public.account`,
  `insert into main.${object} (id, name, amount, currency, stage, probability, close_date, owner_id, account, lead_source,
     type, next_step, description, is_closed, is_won, is_private, score, last_activity_at, created_at, updated_at,
     owner_department)
   select o.id, name, amount, currency, stage, probability, close_date, owner_id::text, account_id, lead_source, type,
     next_step, description, is_closed, is_won, is_private, score, last_activity_at, created_at, updated_at, p.id
   from (select *, row_number() over (order by md5(id::text)) as i from public.opportunity) o
   join public.place p on p.n = 1 + o.i % ${departments}`,
  `create index on main.${object} (stage, created_at desc, id desc)`,
]

/** People who see a part of the rows, each on every line, against the hand-written server. */
export async function runActors(databaseUrl: string, input: ActorsInput): Promise<(Result & { wanted: number })[]> {
  const { running, settings, only } = input
  console.log('Loading 200,000 opportunities …')
  await loadFloor(databaseUrl)
  const password = randomBytes(12).toString('base64url')
  const floor = await startFloor(databaseUrl)
  running.push(floor)
  const platform = await startPlatform(databaseUrl, password)
  running.push(platform)
  const session = await login(platform.url, 'admin', password)
  await call(platform.url, '/api/metadata/publish', { session, body: { put: definitions } })
  for (const sql of [...placesSql(departments), ...rowsSql])
    await onDatabase(databaseUrl, (client) => client.query(sql))
  const people = []
  for (const actor of actors) people.push(await addActor(databaseUrl, { url: platform.url, session, password, actor }))
  for (const table of [object, 'bench_account', 'department'])
    await onDatabase(databaseUrl, (client) => client.query(`vacuum analyze main.${table}`))
  const accounts = await column(databaseUrl, 'select id from public.account')
  const results: (Result & { wanted: number })[] = []
  // line by line: what one makes is in front of what another sees
  for (const kind of ['get', 'list', 'update', 'create'])
    for (const { actor, token, ids } of people) {
      const line = benchLines(ids, accounts, object).find(({ name }) => name === kind)
      const [name, wanted] = [`${kind} ${actor.name}`, actor.wanted[kind]]
      if (!line || wanted === undefined || (only && !only.includes(name))) continue
      results.push({
        ...(await compareLine({ ...line, name }, { databaseUrl, floor, platform, token }, settings)),
        wanted,
      })
    }
  console.table(Object.fromEntries(results.map(({ line, ...numbers }) => [line, numbers])))
  console.log(`load of the machine ${loadavg().map((load) => load.toFixed(1))}`)
  return results
}

interface ActorInput {
  url: string
  session: Session
  password: string
  actor: BenchActor
}

/** Makes the account; gives its token, and ids of rows that he sees and changes. */
async function addActor(databaseUrl: string, { url, session, password, actor }: ActorInput) {
  const { name, scope, place } = actor
  const body = { username: `bench_${name}`, name, roles: [`bench_${scope}`], password }
  const { id } = (await call(url, '/api/users', { session, body })) as { id: string }
  const own = `update main.${object} set owner = '${id}' where id in (select id from main.${object}
    where owner is null and not is_private order by md5(id::text) desc limit ${ownRows})`
  for (const sql of [placeSql(id, place), own]) await onDatabase(databaseUrl, (client) => client.query(sql))
  const below = `with recursive t as (select n, id from public.place where n = ${place}
    union all select p.n, p.id from public.place p join t on p.n / 2 = t.n) select id from t`
  const hisRows = { all: 'true', below: `owner_department in (${below})`, related: `owner = '${id}'` }
  const ids = await column(
    databaseUrl,
    `select id from main.${object} where not is_private and ${hisRows[scope]} order by md5(id::text) limit 20000`,
  )
  const his = await login(url, body.username, password)
  const made = await call(url, '/api/tokens', { session: his, body: { name: 'bench', expires_in_days: 1 } })
  return { actor, ids, token: made.token as string }
}
