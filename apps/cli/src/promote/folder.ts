import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  AppError,
  MANIFEST_FILE,
  PACKAGE_FORMAT,
  sameJson,
  type PackageDocument,
  type PackageEntry,
} from '@fieldwork/metadata'
import { folderOf, readManifest, readPackageFiles } from '@fieldwork/metadata/server'

/** A folder that cannot be read as a package, in words. */
export class FolderError extends Error {}

/** The file of a document inside a package's folder. */
export const fileOf = ({ kind, name }: Pick<PackageEntry, 'kind' | 'name'>): string =>
  join(folderOf(kind), `${name}.json`)

/** The package that a folder holds; null where it has no manifest. Throws FolderError with every file that is wrong. */
export async function readFolder(folder: string, language: string): Promise<PackageDocument | null> {
  try {
    const manifest = await readManifest(folder)
    const documents = await readPackageFiles(folder)
    return manifest && { format: PACKAGE_FORMAT, ...manifest, documents: documents.map(plainEntry) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const lines = error.problems.map(({ message, pointer = '' }) => {
      return `${pointer}${pointer ? ': ' : ''}${language === 'zh-CN' ? message['zh-CN'] : message.en}`
    })
    throw new FolderError(lines.join('\n'))
  }
}

/** What an editor needs is not part of the definition. */
function plainEntry({ kind, name, body }: PackageEntry): PackageEntry {
  const { $schema: _schema, name: _name, ...rest } = body
  return { kind, name, body: rest }
}

/** One difference between two packages. */
export interface EntryChange {
  entry: PackageEntry
  change: 'created' | 'changed' | 'deleted'
}

/** What turns the documents of one package into those of another. */
export function compareEntries(from: readonly PackageEntry[], to: readonly PackageEntry[]): EntryChange[] {
  const [before, after] = [byFile(from), byFile(to)]
  const files = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return files.flatMap((file): EntryChange[] => {
    const [old, now] = [before.get(file), after.get(file)]
    if (old && now) return sameJson(old.body, now.body) ? [] : [{ entry: now, change: 'changed' }]
    return now ? [{ entry: now, change: 'created' }] : [{ entry: old as PackageEntry, change: 'deleted' }]
  })
}

const byFile = (entries: readonly PackageEntry[]): Map<string, PackageEntry> =>
  new Map(entries.map((entry) => [fileOf(entry), plainEntry(entry)]))

/** Writes what changed and deletes what is gone; a file that says the same stays as it is. */
export async function writeFolder(
  folder: string,
  read: PackageDocument,
  changes: readonly EntryChange[],
): Promise<void> {
  const { format: _format, documents: _documents, ...manifest } = read
  await writeJson(join(folder, MANIFEST_FILE), manifest)
  for (const { entry, change } of changes) {
    const path = join(folder, fileOf(entry))
    const { name: _name, ...body } = entry.body
    if (change === 'deleted') await rm(path, { force: true })
    else await writeJson(path, { name: entry.name, ...body })
  }
}

async function writeJson(path: string, value: object): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

const STATE_FILE = '.fieldwork-state.json'

/** What a server had when the folder was last in step with it. */
export interface SyncState {
  revision: number
  documents: PackageEntry[]
}

/** Null where the folder has never been in step with that server. */
export async function readState(folder: string, url: string): Promise<SyncState | null> {
  return (await readStates(folder))[url] ?? null
}

export async function writeState(folder: string, url: string, state: SyncState): Promise<void> {
  await writeJson(join(folder, STATE_FILE), { ...(await readStates(folder)), [url]: state })
}

async function readStates(folder: string): Promise<Record<string, SyncState>> {
  try {
    return JSON.parse(await readFile(join(folder, STATE_FILE), 'utf8')) as Record<string, SyncState>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new FolderError(`${join(folder, STATE_FILE)}: ${(error as Error).message}`)
  }
}
