import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiServer, Client } from '../support/api-server.ts'
import { fieldRightsWorld } from '../support/field-rights-world.ts'

let api: ApiServer
let limited: Client
let id: string

beforeAll(async () => {
  ;({ api, limited } = await fieldRightsWorld())
  const account = (await api.admin.post('/api/records/acc', { name: 'Acme' })).body.id
  id = (await api.admin.post('/api/records/vault', { name: 'gold', account })).body.id
})
afterAll(() => api.stop())

const enc = encodeURIComponent

/** Addresses of an object and of a record of it, whose id stands for `ID`. */
const reads = (object: string): string[] => [
  `records/${object}`,
  `records/${object}?count=exact`,
  `records/${object}/ID`,
  `records/${object}/tree`,
  `records/${object}/aggregate?measures=count()`,
  `records/${object}/schema?mode=create`,
  `records/${object}/schema?mode=update`,
  `records/${object}/validator.js?mode=create`,
  `records/${object}/views`,
  `records/${object}/export?format=csv`,
  `records/${object}/ID/history`,
  `records/${object}/ID/files`,
  `records/${object}/ID/access`,
  `records/${object}/ID/conversions`,
  `recycle-bin?object=${object}`,
  `search?q=gold&objects=${object}`,
  `access/explain?object=${object}&id=ID&op=read`,
]

type Write = [method: 'post' | 'put' | 'patch' | 'delete', path: string, body?: unknown]

const writes = (object: string): Write[] => [
  ['post', `records/${object}`, { name: 'x' }],
  ['put', `records/${object}?key=name`, { name: 'x' }],
  ['patch', `records/${object}/ID`, { name: 'x' }],
  ['delete', `records/${object}/ID`],
  ['post', `records/${object}/batch`, { create: [{ name: 'x' }], update: [{ id: 'ID', name: 'x' }], delete: ['ID'] }],
  ['post', `records/${object}/duplicates`, { values: { name: 'x' } }],
  ['post', `records/${object}/ID/transitions/close`, {}],
  ['post', `records/${object}/ID/convert/any`, {}],
  ['post', `records/${object}/ID/restore`, { version: 1 }],
  ['post', `records/${object}/ID/share`, { to: { user: 'ID' }, level: 'read' }],
  ['delete', `records/${object}/ID/share/ID`],
  ['post', `records/${object}/ID/members`, { add: ['ID'], level: 'read' }],
  ['post', `records/${object}/ID/assign`, { owner: 'ID' }],
  ['post', `records/${object}/assign`, { ids: ['ID'], owner: 'ID' }],
  ['post', `records/${object}/ID/files`, { file: 'ID' }],
  ['post', `recycle-bin/${object}/ID/restore`, {}],
  ['post', 'tokens', { name: 'x', objects: [object] }],
]

const told = (answer: { status: number; text: string }) =>
  `${answer.status} ${answer.text.replaceAll('nowhere', 'vault')}`
const read = (path: string) => limited.get(`/api/${path.replaceAll('ID', id)}`)
const send = (client: Client, write: Write) => {
  const [method, path, body] = JSON.parse(JSON.stringify(write).replaceAll('ID', id)) as Write
  return method === 'delete' ? client.delete(`/api/${path}`) : client[method](`/api/${path}`, body)
}

// positions end where the name does
const plain = ({ text }: { text: string }) => text.replaceAll('nowhere', 'vaults').replace(/"length":\d+/g, '')

describe('an object that no role of mine names', () => {
  test.each(reads('vault').map((path, at) => [path, at] as const))('is nowhere: GET %s', async (path, at) => {
    const [hidden, unknown] = [await read(path), await read(reads('nowhere')[at]!)]
    expect(told(hidden)).toBe(told(unknown))
    expect(hidden.text).not.toMatch(/gold|Vault|金库/)
  })

  test.each(writes('vault').map((write, at) => [write[0], write[1], at] as const))(
    'is nowhere: %s %s',
    async (_, path, at) => {
      const hidden = await send(limited, writes('vault')[at]!)
      const unknown = await send(limited, writes('nowhere')[at]!)
      expect(told(hidden), path).toBe(told(unknown))
      expect(hidden.status).not.toBe(500)
    },
  )

  test.each([
    ['expand=%', 'vaults', 'nowhere'],
    [`filter=${enc('size(')}%${enc(') > 0')}`, 'vaults', 'nowhere'],
    [`filter=%${enc('.exists(v, true)')}`, 'vaults', 'nowhere'],
    [`filter=%${enc('.exists(v, v.name == "gold")')}`, 'vaults', 'nowhere'],
    ['expand=staff(expand:%)', 'vaults', 'nowhere'],
  ])('is no collection of an object that I read: %s', async (query, name, other) => {
    const ask = async (each: string) => limited.get(`/api/records/acc?${query.replace('%', each)}`)
    const [hidden, unknown] = [await ask(name), await ask(other)]
    expect(hidden.status).toBe(400)
    expect(plain(hidden)).toBe(plain(unknown))
    expect((await api.admin.get(`/api/records/acc?${query.replace('%', name)}`)).status).toBe(200)
  })

  test('is not suggested to who mistypes, nor is a field that does not exist for him', async () => {
    for (const [mistyped, real] of [
      ['size(vaultz) > 0', 'vaults'],
      ['secre == "x"', 'secret'],
      ['hidden_bos.name == "x"', 'hidden_boss'],
    ] as const) {
      const query = `/api/records/acc?filter=${enc(mistyped)}`
      expect((await limited.get(query)).text).not.toContain(`${real}`)
      expect((await api.admin.get(query)).body.problems[0].params.suggestion).toBe(real)
    }
  })

  test('is in no description for programs or people, in no form, menu or list of rights', async () => {
    for (const url of [
      '/api/openapi.json',
      '/api/docs',
      '/api/me',
      '/api/records/acc/schema',
      '/api/records/acc/views',
    ]) {
      const { text, status } = await limited.get(url)
      expect(status, url).toBe(200)
      expect(text, url).not.toMatch(/vault|金库/i)
    }
    expect((await api.admin.get('/api/openapi.json')).text).toContain('vaults')
  })
})

test('metadata is for administrators, whichever name is asked for', async () => {
  for (const path of ['metadata/object/%', 'metadata/object/%/history', 'metadata/role/%', 'metadata/schemas/%']) {
    const ask = (name: string) => limited.get(`/api/${path.replace('%', name)}`)
    const [known, unknown] = [await ask('acc'), await ask('nowhere')]
    expect(known.status, path).toBe(unknown.status)
    expect(known.text.replaceAll('acc', '')).toBe(unknown.text.replaceAll('nowhere', ''))
  }
})

test('an administrator is told which names are wrong', async () => {
  expect((await api.admin.get('/api/records/nowhere')).status).toBe(404)
})
