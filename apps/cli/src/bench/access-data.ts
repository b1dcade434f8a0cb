const label = (text: string) => ({ en: text, 'zh-CN': text })

const deal = {
  name: 'access_deal',
  'x-object': { label: label('Deal'), nameField: 'name', owner: true },
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 100, 'x-field': { type: 'text', label: label('Name') } },
    amount: { type: 'integer', 'x-field': { type: 'integer', label: label('Amount') } },
    city: { type: 'string', maxLength: 100, 'x-field': { type: 'text', label: label('City') } },
  },
}

const role = (name: string, read: string) => ({
  kind: 'role',
  definition: { name, label: label(name), grants: { access_deal: { operations: { read } } } },
})

/** The object and one role for each scope. */
export const definitions = [
  { kind: 'object', definition: deal },
  role('access_own', 'related'),
  role('access_below', 'below'),
]

/** Who reads the list, with his role and what he is given; `department` is his place in the tree. */
export interface Reader {
  username: string
  role: string
  /** level of his department in the tree: 0 = the top */
  level: number
  shares: number
  /** records of his own: of those made last, or first */
  owned: number
  oldest?: true
}

export const readers: readonly Reader[] = [
  { username: 'shared_100k', role: 'access_own', level: 11, shares: 100_000, owned: 100 },
  { username: 'rep_240', role: 'access_own', level: 11, shares: 40, owned: 200 },
  { username: 'rep_old_240', role: 'access_own', level: 11, shares: 40, owned: 200, oldest: true },
  { username: 'team_below', role: 'access_below', level: 8, shares: 0, owned: 50 },
  { username: 'manager_below', role: 'access_below', level: 2, shares: 0, owned: 50 },
  { username: 'director_all_departments', role: 'access_below', level: 0, shares: 0, owned: 50 },
]

/** A tree of departments 12 deep, each above two others, and rows that are spread over all of them. */
export const dataSql = (rows: number, departments: number): string[] => [
  `create table public.place as select n, gen_random_uuid() as id, floor(log(2, n))::int as level
     from generate_series(1, ${departments}) n`,
  `insert into main.department (id, code, name, parent)
     select c.id, 'bench' || c.n, 'Department ' || c.n, p.id
     from public.place c left join public.place p on p.n = c.n / 2 order by c.n`,
  `insert into main.access_deal (id, name, amount, city, owner_department, created_at, updated_at)
     select gen_random_uuid(), 'Deal ' || i, i % 1000, 'City ' || i % 100, p.id, now() - i * interval '1 minute', now()
     from generate_series(1, ${rows}) i join public.place p on p.n = 1 + (i * 7919::bigint) % ${departments}`,
]

/** What one reader has; `id` is his. */
export const readerSql = ({ level, shares, owned, oldest, username }: Reader, id: string): string[] => [
  `with e as (insert into main.employee (id, name, department)
     select gen_random_uuid(), '${username}', (select id from public.place where level = ${level} order by n limit 1)
     returning id)
   update main."user" set employee = (select id from e) where id = '${id}'`,
  `update main.access_deal set owner = '${id}' where id in (select id from main.access_deal where owner is null
     order by created_at ${oldest ? 'asc' : 'desc offset 1000'} limit ${owned})`,
  `insert into main.fw_access (object, record_id, grantee, kind, level)
     select 'access_deal', id, '${id}', 'share', 1 from main.access_deal
     order by ${oldest ? 'created_at' : 'md5(id::text)'} limit ${shares}`,
]
