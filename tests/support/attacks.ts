import type { InjectOptions } from 'fastify'
import { expect } from 'vitest'
import type { Answer, ApiServer } from './api-server.ts'

/** A request that must be refused; made when it is sent, for it may need what was prepared. */
export type Attack = () => Partial<InjectOptions> & { json?: unknown; query?: never }

export type AttackRow = [
  name: string,
  attack: Attack,
  status: number | readonly number[],
  code?: string,
  pointers?: readonly (string | undefined)[],
]

const sending =
  (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') =>
  (url: string | (() => string), json?: unknown, headers: Record<string, string> = {}): Attack =>
  () => ({
    method,
    url: typeof url === 'string' ? url : url(),
    json: typeof json === 'function' ? json() : json,
    headers,
  })

export const [get, post, put, patch, remove] = [
  sending('GET'),
  sending('POST'),
  sending('PUT'),
  sending('PATCH'),
  sending('DELETE'),
] as const

/** A change set that puts these objects. */
export const publishing = (...definitions: object[]): Attack =>
  post('/api/metadata/publish', {
    put: definitions.map((definition) => ({ kind: 'object', definition })),
    confirm: true,
  })

/** What the platform itself writes down of calls, refused ones too, partly a minute later. */
const notesOfRequests = ['fw_session', 'fw_login', 'fw_captcha', 'fw_attempt', 'fw_operation']

/** Everything that a refused request may not change: every table but what notes the requests themselves, and the schema. */
export async function everythingStored({ db }: Pick<ApiServer, 'db'>): Promise<string> {
  const { rows: tables } = await db.query<{ name: string }>({
    text: `select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> all ($1) order by 1`,
    values: [notesOfRequests],
  })
  const states = tables.map(
    ({ name }) => `select '${name}' as name, coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as state
      from (select to_jsonb(x) - 'last_used_at' as t from "${name}" x) s`,
  )
  const columns = `select 'columns', md5(string_agg(table_name || '.' || column_name || data_type, ',' order by table_name, column_name))
    from information_schema.columns where table_schema = current_schema()`
  const { rows } = await db.query<{ name: string; state: string }>({ text: [...states, columns].join(' union all ') })
  return rows.map(({ name, state }) => `${name} ${state}`).join('\n')
}

/** Sends an attack in the language. */
export function launch(api: ApiServer, token: string, attack: Attack, language: string): Promise<Answer> {
  const { json, headers, ...rest } = attack()
  const payload = json === undefined ? undefined : JSON.stringify(json)
  const given = {
    authorization: `Bearer ${token}`,
    'accept-language': language,
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  return api.send({ method: 'GET', ...rest, headers: given, ...(payload === undefined ? {} : { payload }) })
}

/** A problem of the kind expected, in the caller's language, that gives nothing away. */
export function expectProblem(answer: Answer, [, , status, code, pointers]: AttackRow): void {
  const { body, text, headers } = answer
  expect([status].flat(), text).toContain(answer.status)
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(body).toMatchObject({ status: answer.status, code: code ?? expect.any(String) })
  expect(body.detail, text).toMatch(/\p{Script=Han}/u)
  for (const { message } of body.problems ?? []) expect(message, text).toEqual(expect.any(String))
  if (pointers) {
    const found = (body.problems ?? []).map(({ pointer }: { pointer?: string }) => pointer)
    expect(found.toSorted(), text).toEqual([...pointers].toSorted())
  }
  expect(text).not.toMatch(/\n\s+at |node_modules|select .* from |syntax error at/i)
}
