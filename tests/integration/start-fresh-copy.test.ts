import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { startProcess } from '../support/server-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const leftOut = new Set(['node_modules', 'dist', 'tests', '.git'])
let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'fieldwork-copy-'))
  await Promise.all(
    ['package.json', 'package-lock.json', 'tsconfig.json', 'apps', 'packages', 'metadata'].map((name) =>
      cp(join(root, name), join(copy, name), {
        recursive: true,
        filter: (source) =>
          !relative(root, source)
            .split(sep)
            .some((part) => leftOut.has(part)),
      }),
    ),
  )
  await linkModules('node_modules')
  for (const app of await readdir(join(root, 'apps'))) await linkModules(join('apps', app, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

/** Packages of npm are those of the repository; those of the project are the copy's own. */
async function linkModules(folder: string): Promise<void> {
  if (!existsSync(join(root, folder))) return
  await mkdir(join(copy, folder), { recursive: true })
  for (const name of await readdir(join(root, folder)))
    if (name !== '@fieldwork') await symlink(join(root, folder, name), join(copy, folder, name))
  if (folder !== 'node_modules') return
  await mkdir(join(copy, folder, '@fieldwork'))
  for (const kind of ['packages', 'apps'])
    for (const name of await readdir(join(copy, kind)))
      await symlink(join(copy, kind, name), join(copy, folder, '@fieldwork', name))
}

const scripted = {
  name: 'say',
  label: { en: 'Say', 'zh-CN': '说' },
  object: 'competitor',
  trigger: { type: 'api' },
  start: 'work',
  nodes: { work: { step: 'script', options: { source: 'return { twice: 2 * input.half }', input: { half: '21' } } } },
}

test('npm start of a repository in which nothing has been built builds the server and runs it', async () => {
  const built = join(copy, 'apps/server/dist/main.mjs')
  expect(existsSync(built)).toBe(false)
  const child = spawn(process.execPath, [join(copy, 'apps/cli/bin/start.mjs'), '--help'], { cwd: copy })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  await once(child, 'close')
  expect(child.exitCode, said).toBe(0)
  expect(said).toMatch(/^ {2}PORT\b.*\n.*端口.*3000/m)
  expect(existsSync(built)).toBe(true)
})

test('what it has built logs in, serves the shipped definitions, runs scripts and prints', async () => {
  const database = await createTestDatabase()
  const built = [join(copy, 'apps/server/dist/main.mjs')]
  const server = await startProcess(database.url, { DATA_DIR: join(copy, 'data') }, built)
  try {
    const { status, body } = await server.call('GET', '/api/metadata/object/customer')
    expect([status, body.name]).toEqual([200, 'customer'])
    const made = await server.call('POST', '/api/records/competitor', { name: 'Printed' })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const { id } = made.body
    const trial = await server.call('POST', '/api/workflows/say/test-run', { id, workflow: scripted })
    expect(trial.body.data, JSON.stringify(trial.body)).toMatchObject([{ output: { result: { twice: 42 } } }])
    const printed = await server.call('GET', `/api/records/competitor/${id}/print.pdf`)
    expect([printed.status, String(printed.body).slice(0, 5)]).toEqual([200, '%PDF-'])
  } finally {
    await server.stop()
    await database.drop()
  }
})
