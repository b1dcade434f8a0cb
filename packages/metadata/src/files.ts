import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '@fieldwork/fields'
import type { Definition, Kind, Layer, OwnKind, PackageInfo } from './catalog.ts'
import { isPlainObject } from './json/plain-object.ts'
import { withOrder } from './layers/author-order.ts'
import { documentKey } from './layers/merge-layers.ts'
import { appError } from './errors.ts'
import { checkManifest } from './packages/check-manifest.ts'
import { orderPackages } from './packages/order-packages.ts'
import { MANIFEST_FILE } from './packages/package-document.ts'
import type { PackageEntry } from './packages/package-document.ts'
import { infoOfPackage } from './packages/read-package.ts'
import type { DefinitionProblem } from './problems.ts'
import { isPluginKind } from './plugin-kinds.ts'
import type { PluginKind } from './plugin-kinds.ts'
import { text } from './words.ts'

/** The folder of each kind inside a package; those of plugins are called as their kinds. */
const kindFolders: Record<OwnKind, string> = {
  object: 'objects',
  dimension: 'dimensions',
  parameter: 'parameters',
  calendar: 'calendars',
  connection: 'connections',
  deadline: 'deadlines',
  'member-rule': 'member-rules',
  workflow: 'workflows',
  approval: 'approvals',
  view: 'views',
  layout: 'layouts',
  'print-template': 'print-templates',
  app: 'apps',
  role: 'roles',
  conversion: 'conversions',
  translation: 'translations',
}

/** The folder of a kind inside a package. */
export const folderOf = (kind: Kind): string => (isPluginKind(kind) ? kind : kindFolders[kind])

/**
 * Reads a package of definitions from its folders; a file is named for the document in it.
 *
 * @param below layers that the package builds on: a file of one of their documents is a merge patch
 * @throws validation_failed with a problem for every file that cannot be read or is not called as its document
 */
export async function readPackage(directory: string, name: Layer['name'], below: Layer[] = []): Promise<Layer> {
  const [manifest, files] = await Promise.all([manifestIn(directory, name), filesIn(directory)])
  const problems = [...manifest.problems, ...files.problems]
  if (problems.length > 0) throw appError('validation_failed', { package: name }, problems)
  const patched = new Set(below.flatMap((layer) => layer.documents.map((found) => documentKey(found.kind, found.name))))
  const isPatch = (document: PackageEntry): boolean => patched.has(documentKey(document.kind, document.name))
  return {
    name,
    ...(manifest.info && { package: infoOfPackage(manifest.info) }),
    documents: files.documents.map((document) => (isPatch(document) ? document : ordered(document))),
  }
}

/**
 * Reads the packages of a folder, each in a folder of its name, those that others require first.
 *
 * @throws validation_failed as `readPackage` does
 */
export async function readPackages(directory: string): Promise<Layer[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const manifests = await Promise.all(names.map((name) => readManifest(join(directory, name))))
  const found = manifests.flatMap((manifest): Layer[] =>
    manifest ? [{ name: manifest.name, package: manifest, documents: [] }] : [],
  )
  const packages: Layer[] = []
  for (const { name } of orderPackages(found)) packages.push(await readPackage(join(directory, name), name, packages))
  return packages
}

/** What a package's folder says of it; null without a manifest. Throws validation_failed. */
export async function readManifest(directory: string): Promise<(PackageInfo & { name: string }) | null> {
  const { info, problems } = await manifestIn(directory, null)
  if (problems.length > 0) throw appError('validation_failed', { package: directory }, problems)
  return info && { name: info.name, ...infoOfPackage(info) }
}

/** The documents of a package's folder exactly as its files have them. Throws validation_failed. */
export async function readPackageFiles(directory: string): Promise<PackageEntry[]> {
  const { documents, problems } = await filesIn(directory)
  if (problems.length > 0) throw appError('validation_failed', { package: directory }, problems)
  return documents
}

async function filesIn(directory: string): Promise<{ documents: PackageEntry[]; problems: Problem[] }> {
  const ofPlugins = (await list(directory)).filter((name) => /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(name))
  const folders = ofPlugins.filter((name): name is PluginKind => !name.endsWith('.json'))
  const kinds: Kind[] = [...(Object.keys(kindFolders) as OwnKind[]), ...folders]
  const read = (await Promise.all(kinds.map((kind) => readFolder(join(directory, folderOf(kind)), kind)))).flat()
  return {
    documents: read.flatMap((file) => ('document' in file ? [file.document] : [])),
    problems: read.flatMap((file) => ('problem' in file ? [file.problem] : [])),
  }
}

const ordered = ({ kind, name, body }: Layer['documents'][number]): Layer['documents'][number] => {
  return { kind, name, body: withOrder(kind, body as Definition) }
}

interface ReadManifest {
  info: (PackageInfo & { name: string }) | null
  problems: Problem[]
}

/** What the package's own file says of it; a folder without one has no version. */
async function manifestIn(directory: string, name: string | null): Promise<ReadManifest> {
  const path = join(directory, MANIFEST_FILE)
  const content = await readIfThere(path)
  if (content === null) return { info: null, problems: [] }
  const found = parse(content)
  const params = { path }
  if (found instanceof SyntaxError) return { info: null, problems: [{ ...unreadable(path, found.message), params }] }
  const problems = checkManifest(found).map((problem) => ({ ...problem, params: { ...problem.params, path } }))
  if (problems.length > 0) return { info: null, problems }
  const info = found as PackageInfo & { name: string }
  if (name === null || info.name === name) return { info, problems }
  return { info: null, problems: [{ ...unreadable(path, `"name" is ${JSON.stringify(info.name)}`), params }] }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isNotThere(error)) return null
    throw error
  }
}

const isNotThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

function unreadable(path: string, reason: string): Omit<Problem, 'params'> {
  const message = text(`${path} cannot be read: ${reason}`, `无法读取 ${path}：${reason}`)
  return { pointer: '', code: 'unreadable_file', message }
}

type ReadFile = { document: Layer['documents'][number] } | { problem: DefinitionProblem }

async function readFolder(folder: string, kind: Kind): Promise<ReadFile[]> {
  const files = (await list(folder)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(files.map((file) => readDocument(folder, file, kind)))
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // a package need not have every kind
    if (isNotThere(error)) return []
    throw error
  }
}

async function readDocument(folder: string, file: string, kind: Kind): Promise<ReadFile> {
  const name = file.slice(0, -'.json'.length)
  const path = join(folder, file)
  const found = parse(await readFile(path, 'utf8'))
  if (found instanceof SyntaxError) return { problem: problem({ kind, name, path }, found.message) }
  if (!isPlainObject(found)) return { problem: problem({ kind, name, path }, 'not a JSON object') }
  if (found.name !== name) return { problem: problem({ kind, name, path }, `"name" is ${JSON.stringify(found.name)}`) }
  return { document: { kind, name, body: found } }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    if (error instanceof SyntaxError) return error
    throw error
  }
}

function problem({ kind, name, path }: { kind: Kind; name: string; path: string }, reason: string): DefinitionProblem {
  return { kind, name, ...unreadable(path, reason), params: { path } }
}
