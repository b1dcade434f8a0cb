import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkspace, startApi, type ApiServer } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))

let folder: string
let database: TestDatabase
let api: ApiServer

/** A folder with the text of a plugin’s file. */
function written(name: string, text: string): string {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'plugin.ts'), text)
  return join(folder, name)
}

const plugin = (members: string): string =>
  `import { definePlugin } from '@fieldwork/plugin-sdk'\nexport default definePlugin({ url: import.meta.url, ${members} })`
const LABEL = `label: { en: 'A', 'zh-CN': 'A' }`

/** Without what needs its code to be compiled. */
function copyStamps(): void {
  cpSync(STAMPS, join(folder, 'stamps'), { recursive: true })
  rmSync(join(folder, 'stamps', 'metadata', 'workflows'), { recursive: true })
}

const start = (...plugins: string[]) =>
  startApi({ database, settings: { PLUGINS: plugins.join(','), CONFIRM_UPGRADE: '1' } })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fw-plugins-'))
  database = await createWorkspace('platform')
  copyStamps()
})
afterAll(async () => {
  await api?.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const listed = async (): Promise<Record<string, { state: string; problems: { message: { en: string } }[] }>> => {
  const { body } = await api.admin.get('/api/plugins')
  return Object.fromEntries(body.data.map((each: { name: string }) => [each.name, each]))
}
const wordsOf = async (name: string) => (await listed())[name]?.problems.map(({ message }) => message.en).join('\n')

describe('plugins in folders', () => {
  it('that cannot be loaded are listed with the reason, and the others work', async () => {
    api = await start(
      join(folder, 'stamps'),
      written('unreadable', 'export default {'),
      written('empty', 'export const nothing = 1'),
      written('throwing', `throw new Error('no luck today')`),
      written('reaching', `import { createDatabase } from '@fieldwork/database'\nexport default createDatabase`),
      written('misnamed', plugin(`name: 'other', version: '1.0.0', ${LABEL}`)),
      written(
        'wrong',
        plugin(`name: 'wrong', version: 'one', ${LABEL}, routes: [{ method: 'GET', path: '/settings' }]`),
      ),
      written('homeless', plugin(`name: 'homeless', version: '1.0.0', ${LABEL}, requires: { nowhere: '^1.0.0' }`)),
    )
    const states = Object.fromEntries(Object.entries(await listed()).map(([name, { state }]) => [name, state]))
    expect(states).toMatchObject({
      stamps: 'disabled',
      homeless: 'disabled',
      unreadable: 'failed',
      empty: 'failed',
      throwing: 'failed',
      reaching: 'failed',
      misnamed: 'failed',
      wrong: 'failed',
    })
    expect(await wordsOf('unreadable')).toMatch(/plugin\.ts:1/)
    expect(await wordsOf('empty')).toContain('definePlugin')
    expect(await wordsOf('throwing')).toContain('no luck today')
    expect(await wordsOf('reaching')).toContain('found @fieldwork/database')
    expect(await wordsOf('misnamed')).toContain('“other”')
    expect(await wordsOf('wrong')).toMatch(/version[\s\S]*A function[\s\S]*\/settings is taken/)
    const refused = await api.admin.post('/api/plugins/homeless/enable')
    expect(refused.body.problems).toMatchObject([{ code: 'unmet_requirement' }])
  })

  it('are enabled as they are compiled from their files: errors, field types and hooks are those of the server', async () => {
    expect((await api.admin.post('/api/plugins/stamps/enable')).status).toBe(200)
    await api.admin.put('/api/plugins/stamps/settings', { limit: 1 })
    expect((await api.admin.post('/api/records/stamp', { number: 'CN0001' })).status).toBe(201)
    const second = await api.admin.post('/api/records/stamp', { number: 'CN0002' })
    expect(second.body).toMatchObject({ status: 409, code: 'stamps/full', detail: 'At most 1 stamps' })
    expect((await api.admin.get('/api/catalog')).body.fieldTypes).toContainEqual(
      expect.objectContaining({ name: 'stamp-number' }),
    )
  })

  it('of which other callers see those that are enabled', async () => {
    const someone = await api.as('someone', [])
    const { body } = await someone.get('/api/plugins')
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(['stamps'])
    expect((await someone.post('/api/plugins/stamps/disable', { confirm: true })).status).toBe(403)
    expect((await someone.get('/api/plugins/stamps/settings')).status).toBe(403)
  })

  it('whose code is broken later keep what is installed of them', async () => {
    await api.stop()
    writeFileSync(join(folder, 'stamps', 'plugin.ts'), 'this is no program')
    api = await start(join(folder, 'stamps'))
    expect((await listed()).stamps?.state).toBe('failed')
    expect((await api.admin.get('/api/records/stamp')).body.data).toMatchObject([{ number: 'CN0001' }])
  })

  it('upgrade their definitions when the program starts with a newer release', async () => {
    await api.stop()
    copyStamps()
    const file = join(folder, 'stamps', 'metadata', 'objects', 'stamp.json')
    const { default: object } = await import('../fixtures/plugins/stamps/metadata/objects/stamp.json')
    const note = { 'x-field': { type: 'text', label: { en: 'Remark', 'zh-CN': '说明' } } }
    writeFileSync(file, JSON.stringify({ ...object, properties: { ...object.properties, note } }))
    api = await start(join(folder, 'stamps'))
    expect(api.catalog().object('stamp').fields.get('note')?.label.en).toBe('Remark')
  })

  it('whose definitions do not compile are left out, and what is installed stays', async () => {
    await api.stop()
    const file = join(folder, 'stamps', 'metadata', 'objects', 'stamp.json')
    writeFileSync(
      file,
      JSON.stringify({ name: 'stamp', type: 'object', properties: { number: { 'x-field': { type: 'no' } } } }),
    )
    api = await start(join(folder, 'stamps'))
    expect((await listed()).stamps?.state).toBe('failed')
    expect(await wordsOf('stamps')).toContain('no')
    expect((await api.admin.get('/api/records/stamp')).body.data).toHaveLength(1)
  })
})
