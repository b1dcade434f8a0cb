import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createDatabase } from '@fieldwork/database'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runFieldwork } from '../../apps/cli/src/promote/main.ts'
import { createArchive } from '../../apps/server/src/backup/archive/archive-writer.ts'
import { createWorkspace } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let folder: string
let workspace: TestDatabase
let empty: TestDatabase

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-backup-cli-'))
  workspace = await createWorkspace('platform')
  empty = await createTestDatabase()
})

afterAll(async () => {
  await workspace.drop()
  await empty.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command; its exit code, and what it printed. */
async function run(database: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  try {
    const code = await runFieldwork(args, { DATABASE_URL: database, DATA_DIR: folder, LANG: 'en' })
    return { code, said: lines.join('\n') }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

const file = (name: string) => join(folder, name)

/** The address with a change, e.g. of its port. */
function elsewhere(change: (url: URL) => void): string {
  const url = new URL(workspace.url)
  change(url)
  return url.href
}

test('backup, verify and restore work without a server', async () => {
  const path = file('whole.tar.gz')
  expect(await run(workspace.url, 'backup', path)).toMatchObject({ code: 0 })
  expect(await run(workspace.url, 'verify', path)).toMatchObject({
    code: 0,
    said: expect.stringContaining('can be restored'),
  })
  expect(await run(workspace.url, 'restore', path)).toMatchObject({
    code: 1,
    said: expect.stringContaining('There is a workspace already'),
  })
  expect(await run(workspace.url, 'restore', path, '--yes')).toMatchObject({ code: 0 })
})

test.each(['backup', 'verify', 'restore'])('%s says in both languages that there is no database', async (command) => {
  const path = file('whole.tar.gz')
  const target = command === 'backup' ? file('new.tar.gz') : path
  const nowhere = elsewhere((url) => (url.port = '1'))
  const missing = elsewhere((url) => (url.pathname = '/there_is_none'))
  for (const address of [nowhere, missing]) {
    const english = await run(address, command, target)
    const chinese = await run(address, command, target, '--lang', 'zh-CN')
    expect([english.code, chinese.code]).toEqual([1, 1])
    expect(english.said).toMatch(/database/i)
    expect(english.said).not.toMatch(/\p{Script=Han}/u)
    expect(chinese.said).toMatch(/数据库|地址/)
    expect(english.said + chinese.said).not.toContain('    at ')
  }
})

test('a database without a workspace and a user without rights are told as such', async () => {
  const nothing = await run(empty.url, 'backup', file('none.tar.gz'))
  expect(nothing).toMatchObject({ code: 1, said: expect.stringContaining('There is no workspace') })
  const db = createDatabase({ url: workspace.url })
  const role = `fw_poor_${process.pid}`
  await db.query({ text: `create role ${role} login password 'poor'` })
  await db.query({ text: `grant usage on schema main to ${role}` })
  const poor = elsewhere((url) => Object.assign(url, { username: role, password: 'poor' }))
  const refused = await run(poor, 'backup', file('poor.tar.gz'), '--lang', 'zh-CN')
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('数据库用户缺少权限') })
  const unloaded = await run(poor, 'verify', file('whole.tar.gz'))
  expect(unloaded).toMatchObject({ code: 1, said: expect.stringContaining('lacks a right') })
  await db.query({ text: `drop owned by ${role}; drop role ${role}` })
  await db.close()
})

test('a backup whose statements PostgreSQL refuses is no fault of the program', async () => {
  const path = file('refused.tar.gz')
  const archive = createArchive(null)
  const structure = { schema: 'main', functions: ['create function nonsense'], sequences: [], tables: [], leftOut: [] }
  const header = {
    format: 'fieldwork-backup',
    version: 1,
    systemVersion: 22,
    moment: '2026-01-01T00:00:00Z',
    structure,
  }
  const written = pipeline(archive.stream, createWriteStream(path))
  await archive.add('backup.json', Buffer.from(JSON.stringify(header)))
  await archive.add('manifest.json', Buffer.from(JSON.stringify({ tables: {}, files: null, sequences: [] })))
  archive.end()
  await written
  for (const command of ['verify', 'restore']) {
    const { code, said } = await run(workspace.url, command, path, '--yes')
    expect(code).toBe(1)
    expect(said).toContain('The backup cannot be used')
  }
})

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

test('a file made by a stranger gets no path, no second description and no shape that is not known', async () => {
  const structure = { schema: 'main', functions: [], sequences: [], tables: [], leftOut: [] }
  const header = { format: 'fieldwork-backup', version: 1, systemVersion: 22, moment: '', structure }
  const end = { tables: {}, files: null, sequences: [] }
  const files: Record<string, [string, Buffer][]> = {
    path: [
      ['backup.json', json(header)],
      ['files/../../../escaped', Buffer.from('x')],
    ],
    twice: [
      ['backup.json', json(header)],
      ['backup.json', json(header)],
    ],
    shape: [['backup.json', json({ ...header, structure: { tables: [{}] } })]],
    end: [
      ['backup.json', json(header)],
      ['manifest.json', json({ ...end, tables: null })],
    ],
  }
  for (const [name, entries] of Object.entries(files)) {
    const path = file(`${name}.tar.gz`)
    const archive = createArchive(null)
    const written = pipeline(archive.stream, createWriteStream(path))
    for (const [entry, content] of entries) await archive.add(entry, content)
    archive.end()
    await written
    const { code, said } = await run(workspace.url, 'restore', path, '--yes')
    expect([code, said], name).toEqual([1, expect.stringContaining('The backup cannot be used')])
  }
})

test('a file that cannot be read or written is named', async () => {
  const missing = await run(workspace.url, 'verify', file('absent.tar.gz'))
  expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('absent.tar.gz') })
  const unwritable = await run(workspace.url, 'backup', file('no/folder.tar.gz'), '--lang', 'zh-CN')
  expect(unwritable).toMatchObject({ code: 1, said: expect.stringContaining('文件无法读写') })
})
