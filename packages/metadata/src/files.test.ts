import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { readPackage, readPackages } from './files.ts'
import { catalogOf } from './testing/sample-layers.ts'

const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function packageOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldwork-package-'))
  folders.push(folder)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

const manifest = (name: string, requires: object) =>
  JSON.stringify({ name, version: '1.0.0', label: { en: name, 'zh-CN': name }, requires })
const object = JSON.stringify({ name: 'project', properties: { title: { 'x-field': { type: 'text' } } } })

test('a package is its files, by folder and name', async () => {
  const folder = await packageOf({
    'objects/project.json': object,
    'roles/clerk.json': '{"name": "clerk"}',
    'objects/README.md': 'not a definition',
    'sample-data/10-project.json': '[]',
  })
  const layer = await readPackage(folder, 'crm')
  expect(layer.name).toBe('crm')
  expect(layer.documents.map(({ kind, name }) => [kind, name])).toEqual([
    ['object', 'project'],
    ['role', 'clerk'],
  ])
})

test('a package without any folder is empty', async () => {
  expect((await readPackage(await packageOf({}), 'crm')).documents).toEqual([])
})

test('the packages of a folder come in the order in which they require each other', async () => {
  const folder = await packageOf({
    'addition/fieldwork.json': manifest('addition', { base: '^1.0.0' }),
    'addition/objects/project.json': JSON.stringify({ name: 'project', title: 'Changed' }),
    'base/fieldwork.json': manifest('base', {}),
    'base/objects/project.json': object,
    'README.md': 'not a package',
    'notes/README.md': 'not a package either',
  })
  expect((await readPackages(folder)).map(({ name, documents }) => [name, documents.length])).toEqual([
    ['base', 1],
    ['addition', 1],
  ])
})

test('every file that cannot be read is told', async () => {
  const folder = await packageOf({
    'objects/broken.json': '{"name": ',
    'objects/other.json': object,
    'views/list.json': '[]',
  })
  const refusal = await readPackage(folder, 'crm').then(
    () => null,
    (error: unknown) => error,
  )
  expect(refusal).toBeInstanceOf(AppError)
  expect((refusal as AppError).problems.map((problem) => [problem.code, problem.params])).toEqual([
    ['unreadable_file', { path: join(folder, 'objects/broken.json') }],
    ['unreadable_file', { path: join(folder, 'objects/other.json') }],
    ['unreadable_file', { path: join(folder, 'views/list.json') }],
  ])
})

const shipped = (name: string) => fileURLToPath(new URL(`../../../metadata/${name}`, import.meta.url))

test('the shipped platform is right by itself', async () => {
  const catalog = catalogOf([await readPackage(shipped('platform'), 'platform')])
  expect(catalog.object('user')).toMatchObject({ managed: true, table: 'user', nameField: 'name' })
  expect(catalog.roles.get('administrator')?.administrator).toBe(true)
})

const isNoWorkflow = ({ kind }: { kind: string }): boolean => kind !== 'workflow'

test('the shipped packages are right together', async () => {
  const layers = [await readPackage(shipped('platform'), 'platform'), await readPackage(shipped('crm'), 'crm')]
  // the steps of workflows are known where they are run: tests/integration/publishing-shipped.test.ts
  const known = layers.map((layer) => ({ ...layer, documents: layer.documents.filter(isNoWorkflow) }))
  expect(catalogOf(known).objects.size).toBeGreaterThan(5)
})
