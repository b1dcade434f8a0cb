import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Definition, Kind, Layer } from './catalog.ts'
import { isPlainObject } from './json/plain-object.ts'
import { withOrder } from './layers/author-order.ts'
import { appError } from './errors.ts'
import { problemSink } from './problems.ts'
import type { DefinitionProblem } from './problems.ts'
import { text } from './words.ts'

/** The folder of each kind inside a package. */
const folders: Record<Kind, string> = {
  object: 'objects',
  view: 'views',
  layout: 'layouts',
  app: 'apps',
  role: 'roles',
  translation: 'translations',
}

/**
 * Reads a package of definitions from its folders; a file is named for the document in it.
 *
 * @throws validation_failed with a problem for every file that cannot be read or is not called as its document
 */
export async function readPackage(directory: string, name: Layer['name']): Promise<Layer> {
  const kinds = Object.keys(folders) as Kind[]
  const read = (await Promise.all(kinds.map((kind) => readFolder(join(directory, folders[kind]), kind)))).flat()
  const problems = read.flatMap((file) => ('problem' in file ? [file.problem] : []))
  if (problems.length > 0) throw appError('validation_failed', { package: name }, problems)
  return { name, documents: read.flatMap((file) => ('document' in file ? [file.document] : [])) }
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
    if (isPlainObject(error) && error.code === 'ENOENT') return []
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
  return { document: { kind, name, body: withOrder(kind, found as Definition) } }
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
  const sink = problemSink(kind, name)
  const message = text(`${path} cannot be read: ${reason}`, `无法读取 ${path}：${reason}`)
  sink.add({ pointer: '', code: 'unreadable_file', message, params: { path } })
  return sink.problems[0] as DefinitionProblem
}
