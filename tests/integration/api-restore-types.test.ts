import { fieldTypes } from '@fieldwork/fields'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })

/** Types that refer to records have targets of their own; those that hold files are tested with files. */
const entered = [...fieldTypes.values()].filter(
  ({ computed, reference, targets, files }) => !computed && !reference && !targets && !files,
)
const nameOf = (type: string) => `f_${type.replaceAll('-', '_')}`
const examples = entered.map((type) => {
  const [first, ...others] = type.conformance
  const one = first?.valid[0]
  const other = first?.valid.find(({ value }) => JSON.stringify(value) !== JSON.stringify(one?.value))
  if (!first || !one) throw new Error(`${type.name} has no example${others.length}`)
  return { name: nameOf(type.name), property: first.property, before: one.value, after: other?.value ?? null }
})

let api: ApiServer
const ids: Record<string, string> = {}
const url = '/api/records/every_type'

beforeAll(async () => {
  api = await startApi()
  const option = (options: object) => ({ 'x-field': { label: label('x'), ...options } })
  const target = {
    name: 'goal',
    'x-object': { label: label('Goal') },
    properties: { name: option({ type: 'text' }), town: option({ type: 'text' }) },
  }
  const own = Object.fromEntries(
    examples.map(({ name, property }) => [
      name,
      { ...property, 'x-field': { ...property['x-field'], label: label(name) } },
    ]),
  )
  const definition = {
    name: 'every_type',
    'x-object': { label: label('Every type'), nameField: nameOf('text') },
    properties: {
      ...own,
      one: option({ type: 'lookup', object: 'goal', lock: true, copy: { town: 'town' } }),
      town: option({ type: 'text' }),
      many: option({ type: 'multi-lookup', object: 'goal' }),
      related: option({ type: 'polymorphic-lookup', objects: ['goal'] }),
      person: option({ type: 'user' }),
    },
  }
  const line = {
    name: 'every_line',
    'x-object': { label: label('Line') },
    properties: {
      name: option({ type: 'text' }),
      whole: option({ type: 'master-detail', object: 'every_type', collection: 'lines' }),
    },
  }
  const put = [target, definition, line].map((each) => ({ kind: 'object', definition: each }))
  const answer = await api.admin.post('/api/metadata/publish', { put })
  expect(answer.body.problems).toBeUndefined()
  for (const name of ['a', 'b'])
    ids[name] = (await api.admin.post('/api/records/goal', { name, town: `town of ${name}` })).body.id
  ids.me = (await api.admin.get('/api/me')).body.user.id
})
afterAll(() => api.stop())

const sent = (which: 'before' | 'after') => ({
  ...Object.fromEntries(examples.map((each) => [each.name, each[which]])),
  one: which === 'before' ? ids.a : ids.b,
  many: which === 'before' ? [ids.a, ids.b] : [ids.b],
  related: which === 'before' ? { object: 'goal', id: ids.a } : null,
  person: which === 'before' ? ids.me : null,
})

/** A record without what every write changes. */
const content = ({ version: _version, updated_at: _at, ...rest }: Record<string, unknown>) => rest

test('a record of all types of fields goes back to what it was (PLAT-82)', async () => {
  const made = await api.admin.post(url, sent('before'))
  expect(made.body.problems).toBeUndefined()
  const address = `${url}/${made.body.id}`
  const before = (await api.admin.get(address)).body
  expect(before.town).toBe('town of a')
  const changed = await api.admin.patch(address, sent('after'))
  expect(changed.body.problems).toBeUndefined()
  expect(changed.body.town).toBe('town of b')
  const restored = await api.admin.post(`${address}/restore`, { version: 1 })
  expect(restored.status).toBe(200)
  expect(content(restored.body)).toMatchObject(content(before))
  expect(content((await api.admin.get(address)).body)).toEqual(content(before))
})

test('what a lookup once brought along is what comes back, whatever its record says by now', async () => {
  const { body } = await api.admin.post(url, { [nameOf('text')]: 'old town', one: ids.a })
  await api.admin.patch(`${url}/${body.id}`, { one: ids.b })
  await api.admin.patch(`/api/records/goal/${ids.a}`, { town: 'renamed' })
  const { body: back } = await api.admin.post(`${url}/${body.id}/restore`, { version: 1 })
  expect([back.one.id, back.town]).toEqual([ids.a, 'town of a'])
})

test('lines of such a record go back with it', async () => {
  const { body } = await api.admin.post(url, { ...sent('before'), lines: [{ name: 'one' }, { name: 'two' }] })
  await api.admin.patch(`${url}/${body.id}`, { lines: [{ id: body.lines[0].id, name: 'changed' }] })
  const restored = await api.admin.post(`${url}/${body.id}/restore`, { version: 1 })
  expect(restored.body.problems).toBeUndefined()
  const names = (await api.admin.get(`${url}/${body.id}?expand=lines`)).body.lines.map(
    ({ name }: { name: string }) => name,
  )
  expect(names).toEqual(['one', 'two'])
})
