import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'
import { createRandom } from '../support/random.ts'

/** `FIELDS_SEED` repeats a world. */
const seed = Number(process.env.FIELDS_SEED ?? 69)
const random = createRandom(seed)
const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

type Right = 'none' | 'mask' | 'read' | 'write'
const rights: readonly Right[] = ['none', 'mask', 'read', 'write']
const stored = ['a', 'b', 'c', 'd'] as const
const computed: Record<string, readonly string[]> = { sum: ['a', 'b'], more: ['sum', 'a', 'b', 'c'] }
const names = [...stored, ...Object.keys(computed)]

const thing = {
  name: 'thing',
  'x-object': { label: label('Thing'), nameField: 'name', owner: true },
  properties: {
    name: field('text'),
    kind: field('text'),
    a: field('integer'),
    b: field('integer'),
    c: field('integer', { sensitive: true }),
    d: field('text'),
    sum: field('formula', { expression: 'a + b', result: 'integer' }),
    more: field('formula', { expression: 'sum + c', result: 'integer' }),
  },
}

interface Role {
  name: string
  scope: 'own' | 'all'
  kind: string | null
  sensitive: boolean
  fields: Record<string, Right>
}

const roles: Role[] = Array.from({ length: 7 }, (_, at) => ({
  name: `r${at}`,
  scope: random.pick(['own', 'all'] as const),
  kind: random.chance(0.4) ? random.pick(['x', 'y']) : null,
  sensitive: random.chance(0.5),
  fields: Object.fromEntries([
    ...names.filter(() => random.chance(0.4)).map((name) => [name, random.pick(rights)]),
    ...(random.chance(0.3) ? [['*', random.pick(['mask', 'read', 'write'])]] : []),
  ]),
}))

interface Row {
  id: string
  owner: string
  kind: string
  values: Record<string, number | string>
}

/** The words of the contract, one field of one record at a time. */
const rightOf = ({ fields }: Role, name: string): Right => fields[name] ?? fields['*'] ?? 'write'
const isNamed = ({ fields }: Role, name: string): boolean => ['read', 'write'].includes(fields[name] ?? '')
const isOpenIn = (role: Role, name: string): boolean =>
  ['read', 'write'].includes(rightOf(role, name)) && (name !== 'c' || role.sensitive || isNamed(role, name))
const shows = (role: Role, name: string): boolean =>
  [name, ...(computed[name] ?? [])].every((each) => isOpenIn(role, each))
const tells = (role: Role, name: string): boolean => rightOf(role, name) !== 'none'
const writes = (role: Role, name: string): boolean =>
  rightOf(role, name) === 'write' && (name !== 'c' || isOpenIn(role, name))
const grants = (role: Role, row: Row, me: string): boolean =>
  (role.kind === null || role.kind === row.kind) && (role.scope === 'all' || row.owner === me)
const isEverywhere = (role: Role): boolean => role.kind === null && role.scope === 'all'

interface Person {
  id: string
  client: Client
  roles: Role[]
}

let api: ApiServer
const people: Person[] = []
const rows: Row[] = []
const url = '/api/records/thing'

beforeAll(async () => {
  api = await startApi()
  const documents = roles.map(({ name, scope, kind, sensitive, fields }) => ({
    name,
    label: label(name),
    grants: {
      thing: {
        operations: ['read', 'update'],
        scope,
        ...(kind && { where: `kind == "${kind}"` }),
        ...(sensitive && { sensitive }),
        fields,
      },
    },
  }))
  const put = [{ kind: 'object', definition: thing }, ...documents.map((definition) => ({ kind: 'role', definition }))]
  const published = await api.admin.post('/api/metadata/publish', { put })
  if (published.status !== 200) throw new Error(published.text)
  for (let at = 0; at < 10; at++) {
    const own = roles.filter(() => random.chance(0.35))
    const held = own.length > 0 ? own : [random.pick(roles)]
    const client = await api.as(
      `person${at}`,
      held.map(({ name }) => name),
    )
    people.push({ id: (await client.get('/api/me')).body.user.id, client, roles: held })
  }
  for (let at = 0; at < 14; at++) {
    const owner = random.pick(people).id
    const kind = random.pick(['x', 'y', 'z'])
    const [a, b, c] = [random.integer(1, 99), random.integer(1, 99), random.integer(1, 99)]
    const values = { a, b, c, d: `word${at}`, sum: a + b, more: a + b + c }
    const made = await api.admin.post(url, { name: `n${at}`, kind, owner, a, b, c, d: values.d })
    rows.push({ id: made.body.id, owner, kind, values })
  }
}, 120_000)
afterAll(() => api.stop())

/** What a person sees of a record, or undefined. */
function seen({ id, roles: held }: Person, row: Row): Record<string, unknown> | undefined {
  const granting = held.filter((role) => grants(role, row, id))
  if (granting.length === 0) return undefined
  const known = names.filter((name) => held.some((role) => tells(role, name)))
  const entries = known.map((name) => {
    if (granting.some((role) => shows(role, name))) return [name, row.values[name]]
    return [name, granting.some((role) => tells(role, name)) ? 'masked' : 'nothing']
  })
  return Object.fromEntries(entries)
}

function told(record: Record<string, unknown>): Record<string, unknown> {
  const previews = (record['_masked'] ?? {}) as Record<string, string | null>
  const entries = names.flatMap((name) => {
    if (!(name in record)) return []
    if (!(name in previews)) return [[name, record[name]]]
    expect(record[name]).toBe(null)
    return [[name, previews[name] === null ? 'nothing' : 'masked']]
  })
  return Object.fromEntries(entries)
}

const about = (person: Person, more: object): string => JSON.stringify({ seed, ...more, roles: person.roles })

test('every record shows to everybody what his roles that grant it show, alone and in lists', async () => {
  for (const person of people) {
    const list = (await person.client.get(`${url}?limit=100`)).body.data as { id: string }[]
    const listed = new Map(list.map((record) => [record.id, told(record)]))
    for (const row of rows) {
      const wanted = seen(person, row)
      expect(listed.get(row.id), about(person, { row })).toEqual(wanted)
      const { status, body } = await person.client.get(`${url}/${row.id}`)
      expect(status === 200 ? told(body) : undefined, about(person, { row })).toEqual(wanted)
    }
  }
}, 60_000)

test('a field can be used in a query where every record that is granted shows it, and nowhere else', async () => {
  for (const person of people) {
    for (const name of names) {
      const opening = person.roles.filter((role) => shows(role, name))
      const isOpen = opening.length === person.roles.length || opening.some(isEverywhere)
      const isTold = person.roles.some((role) => tells(role, name))
      const wanted = isOpen ? 200 : isTold ? 403 : 400
      for (const query of [
        `?sort=${name}`,
        `?filter=${name}%20!=%20null`,
        `/aggregate?measures=count()&group=${name}`,
      ]) {
        const { status, body } = await person.client.get(url + query)
        expect([status, body.code !== 'unknown_field' || wanted === 400], about(person, { query })).toEqual([
          wanted,
          true,
        ])
      }
      const found = (await person.client.get(`${url}?q=word`)).body.data.length
      if (name === 'd' && !isOpen) expect(found, about(person, {})).toBe(0)
    }
  }
}, 60_000)

test('a change is stored where a role that grants the change of the record writes each field of it', async () => {
  for (const person of people) {
    for (const row of rows.slice(0, 6)) {
      const chosen = stored.filter(() => random.chance(0.4))
      const values = Object.fromEntries(chosen.map((name) => [name, name === 'd' ? `word${row.id.slice(-4)}` : 100]))
      const granting = person.roles.filter((role) => grants(role, row, person.id))
      const refused = chosen.filter((name) => !granting.some((role) => writes(role, name)))
      const { status, body } = await person.client.patch(`${url}/${row.id}`, values)
      const wanted = refused.length > 0 && granting.length > 0 ? 422 : granting.length === 0 ? [404, 422] : 200
      if (Array.isArray(wanted)) expect(wanted, about(person, { row, values })).toContain(status)
      else expect(status, about(person, { row, values })).toBe(wanted)
      if (status === 422 && granting.length > 0) {
        const named = body.problems.map(({ pointer }: { pointer: string }) => pointer.slice(1)).sort()
        expect(named, about(person, { row, values })).toEqual(refused)
      }
      if (status === 200) for (const name of chosen) await undo(row, name)
    }
  }
}, 60_000)

const undo = (row: Row, name: string) => api.admin.patch(`${url}/${row.id}`, { [name]: row.values[name] })
