import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typedRecords } from '@fieldwork/plugin-sdk'
import { testPlugin, type TestKit } from '@fieldwork/server/testing'
import stamps from '../fixtures/plugins/stamps/plugin.ts'

const CLI = fileURLToPath(new URL('../../apps/cli/bin/fieldwork.mjs', import.meta.url))

interface Objects {
  stamp: {
    record: { id: string; number: string | null; note?: string | null }
    create: { number: string; note?: string | null }
    update: { note?: string | null }
  }
}

let folder: string
let kit: TestKit
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fw-typegen-'))
  cpSync(fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url)), join(folder, 'stamps'), {
    recursive: true,
  })
  kit = await testPlugin(stamps)
})
afterAll(async () => {
  await kit?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the compiler says of a program over the generated types. */
function mistakesOf(program: string): string[] {
  const file = join(folder, 'stamps', 'generated', 'try.ts')
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es2022.d.ts'] }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, ...more) =>
    name === file ? ts.createSourceFile(name, program, ts.ScriptTarget.ES2022) : read(name, ...more)
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe('types of the objects that a plugin sees', () => {
  it('are written into its folder without a server: its own objects and those of the platform', async () => {
    execFileSync(process.execPath, [CLI, 'typegen', join(folder, 'stamps')], { stdio: 'pipe' })
    const text = readFileSync(join(folder, 'stamps', 'generated', 'objects.ts'), 'utf8')
    expect(text).toMatch(/stamp: \{\n\s+record: Stamp\n\s+create: StampCreate\n\s+update: StampUpdate/)
    expect(text).toContain('export interface User {')
    const head = `import type { Objects } from './objects'\n`
    expect(
      mistakesOf(`${head}export const made: Objects['stamp']['create'] = { number: 'CN0001', note: null }`),
    ).toEqual([])
    expect(mistakesOf(`${head}export const made: Objects['stamp']['create'] = { nummer: 'CN0001' }`)).toHaveLength(1)
    expect(mistakesOf(`${head}export const read = (r: Objects['stamp']['record']): number => r.number`)).toHaveLength(1)
  })

  it('give records their types', async () => {
    const records = typedRecords<Objects>(kit.records)
    for (const number of ['CN0002', 'CN0001']) await records.create(kit.admin, { object: 'stamp', values: { number } })
    const found = await records.all(kit.admin, { object: 'stamp', sort: 'number', fields: ['number'] })
    expect(found.map(({ number }) => number)).toEqual(['CN0001', 'CN0002'])
    const { id } = found[0]!
    const { version } = await records.update(kit.admin, { object: 'stamp', id, values: { note: 'rare' } })
    expect(version).toBe(2)
    expect(await records.get(kit.admin, { object: 'stamp', id, fields: ['note'] })).toMatchObject({ note: 'rare' })
    expect(await records.count(kit.admin, { object: 'stamp', filter: "note == 'rare'" })).toBe(1)
  })
})
