const label = (text: string) => ({ en: text, 'zh-CN': text })

const deal = {
  name: 'access_deal',
  'x-object': { label: label('Deal'), nameField: 'name', owner: true },
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 100, 'x-field': { type: 'text', label: label('Name') } },
    amount: { type: 'integer', 'x-field': { type: 'integer', label: label('Amount') } },
    grade: { type: 'integer', 'x-field': { type: 'integer', label: label('Grade'), indexed: true } },
    city: { type: 'string', maxLength: 100, 'x-field': { type: 'text', label: label('City') } },
  },
}

const role = (name: string, read: string) => ({
  kind: 'role',
  definition: {
    name,
    label: label(name),
    grants: { access_deal: { operations: { read } }, access_few: { operations: { read } } },
  },
})

/** The object, the same with a tenth of the rows, and one role for each scope. */
export const definitions = [
  { kind: 'object', definition: deal },
  { kind: 'object', definition: { ...deal, name: 'access_few' } },
  role('access_own', 'related'),
  role('access_below', 'below'),
]

/** Who reads the list, with his role and what he is given. */
export interface Reader {
  username: string
  role: string
  /** his department: the top is 1, those below n are 2n and 2n + 1 */
  place: number
  shares: number
  /** records of his own: of those made last, or first */
  owned: number
  oldest?: true
}

export const readers: readonly Reader[] = [
  { username: 'shared_100k', role: 'access_own', place: 2048, shares: 100_000, owned: 100 },
  { username: 'rep_240', role: 'access_own', place: 2048, shares: 40, owned: 200 },
  { username: 'rep_old_240', role: 'access_own', place: 2048, shares: 40, owned: 200, oldest: true },
  { username: 'team_below', role: 'access_below', place: 300, shares: 0, owned: 50 },
  // 511 and 2,952 of 5,000 departments
  { username: 'manager_10', role: 'access_below', place: 15, shares: 0, owned: 50 },
  { username: 'director_60', role: 'access_below', place: 2, shares: 0, owned: 50 },
  { username: 'director_all', role: 'access_below', place: 1, shares: 0, owned: 50 },
]

/** A tree of departments, each above two others: of 5,000 it is 12 deep. */
export const placesSql = (departments: number): string[] => [
  `create table public.place as select n, gen_random_uuid() as id from generate_series(1, ${departments}) n`,
  `insert into main.department (id, code, name, parent)
     select c.id, 'bench' || c.n, 'Department ' || c.n, p.id
     from public.place c left join public.place p on p.n = c.n / 2 order by c.n`,
]

/** Ids begin with the moment of their making, as the platform makes them. */
const idAt = (moment: string): string =>
  `encode(substring(int8send((extract(epoch from ${moment}) * 1000)::bigint) from 3)
     || substring(uuid_send(gen_random_uuid()) from 7), 'hex')::uuid`

/** Rows that are spread over all departments, the newest first. */
export const rowsSql = (object: string, { rows, departments }: { rows: number; departments: number }): string =>
  `insert into main.${object} (id, name, amount, grade, city, owner_department, created_at, updated_at)
     select ${idAt("now() - i * interval '1 minute'")}, 'Deal ' || i, i % 1000, i * 7919::bigint % 100000,
       'City ' || i % 100, p.id, now() - i * interval '1 minute', now()
     from generate_series(1, ${rows}) i join public.place p on p.n = 1 + (i * 7919::bigint) % ${departments}`

/** Puts a user at a place of the tree. */
export const placeSql = (id: string, place: number): string =>
  `with e as (insert into main.employee (id, name, department)
     select gen_random_uuid(), 'At ' || n, id from public.place where n = ${place} returning id)
   update main."user" set employee = (select id from e) where id = '${id}'`

/** What one reader has of an object, as many of it as the object has of a million rows; `id` is his. */
export function readerSql({ shares, owned, oldest }: Reader, { id, object, rows }: ReaderRows): string[] {
  const part = (count: number) => Math.ceil(Math.min(1, rows / 1_000_000) * count)
  return [
    `update main.${object} set owner = '${id}' where id in (select id from main.${object} where owner is null
       order by created_at ${oldest ? 'asc' : 'desc offset 1000'} limit ${owned})`,
    `insert into main.fw_access (object, record_id, grantee, kind, level)
       select '${object}', id, '${id}', 'share', 1 from main.${object}
       order by ${oldest ? 'created_at' : 'md5(id::text)'} limit ${part(shares)}`,
  ]
}

interface ReaderRows {
  id: string
  object: string
  rows: number
}
