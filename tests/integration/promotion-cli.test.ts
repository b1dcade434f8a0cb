import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runFieldwork } from '../../apps/cli/src/promote/main.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

interface Site {
  api: ApiServer
  env: Record<string, string>
}

let a: Site
let b: Site
let folder: string

beforeAll(async () => {
  ;[a, b] = await Promise.all([openSite(), openSite()])
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-promotion-'))
})

afterAll(async () => {
  await Promise.all([a.api.stop(), b.api.stop()])
  await rm(folder, { recursive: true })
})

async function openSite(): Promise<Site> {
  const api = await startApi({ content: 'crm' })
  const url = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const { token } = (await api.admin.post('/api/tokens', { name: 'promotion' })).body
  return { api, env: { FIELDWORK_URL: url, FIELDWORK_TOKEN: token, LANG: 'en' } }
}

/** Runs a command and gives its exit code and what it printed. */
async function run(site: Site, ...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  const code = await runFieldwork(args, site.env)
  log.mockRestore()
  error.mockRestore()
  return { code, said: lines.join('\n') }
}

async function publish({ api }: Site, changes: object): Promise<void> {
  const answer = await api.admin.post('/api/metadata/publish', changes)
  expect(answer, answer.text).toMatchObject({ status: 200 })
}

const file = (path: string) => join(folder, path)
const read = async (path: string) => JSON.parse(await readFile(file(path), 'utf8'))
const write = (path: string, value: unknown) => writeFile(file(path), `${JSON.stringify(value, null, 2)}\n`)
const tier = { 'x-field': { type: 'text', label: { en: 'Tier', 'zh-CN': '层级' } } }

test('what one server has is pulled as files and pushed to another; then all of them say the same', async () => {
  await publish(a, {
    put: [{ kind: 'object', definition: ticket }],
    patch: [{ kind: 'object', name: 'customer', patch: { properties: { x_tier: tier, website: null } } }],
    delete: [{ kind: 'view', name: 'customer_quiet' }],
  })
  expect(await run(a, 'pull', folder)).toMatchObject({ code: 0, said: expect.stringContaining('objects/ticket.json') })
  expect(await read('fieldwork.json')).toMatchObject({ name: 'workspace', requires: { crm: '^1.0.0' } })
  expect(await read('objects/customer.json')).toMatchObject({
    name: 'customer',
    properties: { x_tier: tier, website: null },
  })
  expect(await read('views/customer_quiet.json')).toEqual({ name: 'customer_quiet', 'x-hidden': true })

  expect((await run(b, 'diff', folder)).code).toBe(1)
  expect(await run(b, 'push', folder)).toMatchObject({
    code: 0,
    said: expect.stringContaining('Published as revision 2'),
  })
  for (const site of [a, b]) expect(await run(site, 'diff', folder)).toMatchObject({ code: 0 })
  expect(await run(b, 'push', folder)).toMatchObject({ code: 0, said: expect.stringContaining('Nothing to push') })
  const exports = await Promise.all([a, b].map(({ api }) => api.admin.get('/api/metadata/export')))
  expect(exports[0]!.body.documents).toEqual(exports[1]!.body.documents)
})

test('a second pull leaves the files as they are, also those of an editor', async () => {
  const before = JSON.stringify(await read('objects/ticket.json'))
  await writeFile(file('objects/ticket.json'), before)
  await run(a, 'pull', folder)
  expect(await readFile(file('objects/ticket.json'), 'utf8')).toBe(before)
})

test('a removed file is a removal, which is planned and needs consent', async () => {
  await rm(file('objects/ticket.json'))
  const planned = await run(b, 'push', folder)
  expect(planned).toMatchObject({ code: 1, said: expect.stringMatching(/deleted\s+object ticket/) })
  expect((await b.api.admin.get('/api/records/ticket')).status).toBe(200)
  expect((await run(b, 'push', folder, '--yes', '--message', 'No tickets')).code).toBe(0)
  expect((await b.api.admin.get('/api/records/ticket')).status).toBe(404)
})

test('what somebody published meanwhile is not pushed over; a pull keeps what was changed here', async () => {
  await publish(b, { patch: [{ kind: 'object', name: 'lead', patch: { properties: { x_hot: tier } } }] })
  const customer = await read('objects/customer.json')
  customer.properties.x_tier['x-field'].label.en = 'Level'
  await write('objects/customer.json', customer)
  const refused = await run(b, 'push', folder)
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('then push again') })
  expect((await run(b, 'pull', folder)).said).toContain('objects/lead.json')
  expect(await read('objects/customer.json')).toEqual(customer)
  expect((await run(b, 'push', folder)).code).toBe(0)
  const { body } = await b.api.admin.get('/api/metadata/object/customer')
  expect(body.properties.x_tier['x-field'].label.en).toBe('Level')
})

test('what both sides changed is not overwritten without consent', async () => {
  const theirs = { properties: { x_tier: { 'x-field': { label: { en: 'Rank' } } } } }
  await publish(b, { patch: [{ kind: 'object', name: 'customer', patch: theirs }] })
  const customer = await read('objects/customer.json')
  customer.properties.x_tier['x-field'].label.en = 'Mine'
  await write('objects/customer.json', customer)
  expect(await run(b, 'pull', folder)).toMatchObject({
    code: 1,
    said: expect.stringContaining('objects/customer.json'),
  })
  expect((await read('objects/customer.json')).properties.x_tier['x-field'].label.en).toBe('Mine')
  expect((await run(b, 'pull', folder, '--yes')).code).toBe(0)
  expect((await read('objects/customer.json')).properties.x_tier['x-field'].label.en).toBe('Rank')
})

test('problems name the file and the place in it, with and without a server', async () => {
  expect(await run(a, 'check', folder)).toMatchObject({ code: 0 })
  const customer = await read('objects/customer.json')
  customer.properties.x_tier['x-field'].type = 'nonsense'
  await write('objects/customer.json', customer)
  for (const command of ['check', 'push']) {
    const { code, said } = await run(b, command, folder)
    expect([code, said]).toEqual([1, expect.stringContaining('objects/customer.json /properties/x_tier/x-field/type')])
  }
  await writeFile(file('objects/customer.json'), '{')
  expect(await run(b, 'check', folder)).toMatchObject({ code: 1, said: expect.stringContaining('customer.json') })
})

test('a layer is saved as one file and imported from it', async () => {
  const path = file('all.json')
  expect((await run(a, 'export', path, '--layer', 'workspace')).code).toBe(0)
  expect(await run(b, 'import', path)).toMatchObject({ code: 0, said: expect.stringMatching(/Imported as revision/) })
  expect(await run(b, 'import', path)).toMatchObject({ code: 0, said: expect.stringMatching(/Nothing to import/) })
})

test('an imported package is uninstalled after its plan was accepted', async () => {
  const path = file('crates.json')
  const body = { name: 'crate', properties: { title: tier } }
  const documents = [{ kind: 'object', name: 'crate', body }]
  await writeFile(path, JSON.stringify({ format: 'fieldwork-package', name: 'crates', version: '1.0.0', documents }))
  expect((await run(b, 'import', path, '--layer', 'crates')).code).toBe(0)
  const planned = await run(b, 'uninstall', 'crates')
  expect(planned).toMatchObject({ code: 1, said: expect.stringMatching(/deleted\s+object crate/) })
  expect((await b.api.admin.get('/api/records/crate')).status).toBe(200)
  expect((await run(b, 'uninstall', 'crates', '--yes')).code).toBe(0)
  expect((await b.api.admin.get('/api/records/crate')).status).toBe(404)
  expect(await run(b, 'uninstall', 'crm', '--yes')).toMatchObject({ code: 1, said: expect.stringContaining('crm') })
})

test('what is wrong with the call is told', async () => {
  expect((await run(a, 'pull')).code).toBe(2)
  expect((await run(a, 'pull', folder, '--nonsense')).code).toBe(2)
  const stranger = { ...a, env: { ...a.env, FIELDWORK_TOKEN: 'wrong' } }
  expect(await run(stranger, 'export', '-')).toMatchObject({
    code: 1,
    said: expect.stringContaining('unauthenticated'),
  })
  const nobody = { ...a, env: { ...a.env, FIELDWORK_URL: 'http://127.0.0.1:1' } }
  expect(await run(nobody, 'export', '-')).toMatchObject({ code: 1, said: expect.stringContaining('127.0.0.1:1') })
})

test('a plan tells in words who would gain and lose what, and publishes nothing', async () => {
  const role = { name: 'clerk_of_tests', label: { en: 'Clerk', 'zh-CN': '文员' }, grants: {} }
  await publish(a, { put: [{ kind: 'role', definition: role }] })
  await a.api.as('clerk', ['clerk_of_tests'])
  await a.api.admin.post('/api/records/product_category', { name: 'Tools', code: 'tools' })
  const own = await mkdtemp(join(tmpdir(), 'fieldwork-plan-'))
  await run(a, 'pull', own)
  const before = (await a.api.admin.get('/api/metadata/revisions')).body
  expect(await run(a, 'plan', own)).toMatchObject({
    code: 0,
    said: expect.stringContaining('nobody gains or loses'),
  })
  await writeFile(
    join(own, 'roles/clerk_of_tests.json'),
    JSON.stringify({
      ...role,
      grants: { product_category: { operations: ['read', 'export'] } },
    }),
  )
  const { code, said } = await run(a, 'plan', own)
  expect(code, said).toBe(0)
  expect(said).toMatch(/wider {5}Clerk \/ .*: May export: not allowed → all records \(!\) export/)
  expect(said).toMatch(/people {4}1 of \d+ affected, records counted for 1/)
  expect(said).toMatch(/clerk \(clerk\), .*: read \+\d+/)
  expect((await a.api.admin.get('/api/metadata/revisions')).body).toEqual(before)
  await rm(own, { recursive: true })
})
