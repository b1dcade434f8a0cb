import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { asAccount, type Account } from './account.ts'
import { findBundled, type BundledRequest } from './bundled.ts'
import { LauncherError } from './launcher-error.ts'
import { isSupportedMajor, NEWEST_MAJOR, OLDEST_MAJOR } from './versions.ts'

/** A PostgreSQL installation whose programs run here. */
export interface Binaries {
  kind: 'bundled' | 'system'
  /** Folder with `postgres` and `initdb`. */
  bin: string
  major: number
}

/** Folders in which the usual packages put their programs; `*` stands for a version. */
const SYSTEM_PARENTS = [
  ['/usr/lib/postgresql', 'bin'],
  ['/usr/libexec/postgresql', ''],
  ['/usr/pgsql', 'bin'],
  ['/opt/homebrew/opt', 'bin'],
  ['/usr/local/opt', 'bin'],
] as const

interface BinariesRequest extends BundledRequest {
  /** Major version of an existing data directory, which only its own version can open. */
  major?: number
  /** Leave out the bundled programs, for instance to try the system's. */
  systemOnly?: boolean
}

/**
 * Finds PostgreSQL programs that run here: the bundled ones, else the newest of the system.
 *
 * @throws LauncherError naming what was looked at when there is none
 */
export function findBinaries(request: BinariesRequest): Binaries {
  const bundled = request.systemOnly ? null : findBundled(request)
  const found = [...(bundled ? [{ kind: 'bundled' as const, bin: bundled }] : []), ...systemFolders()]
  for (const { kind, bin } of found) {
    const major = readMajor(bin, request.account)
    if (major && isSupportedMajor(major) && (!request.major || request.major === major)) return { kind, bin, major }
  }
  throw noBinaries(request.major)
}

function noBinaries(major?: number): LauncherError {
  if (major) {
    return new LauncherError(
      `The data directory belongs to PostgreSQL ${major}, and no programs of that version were found. Install PostgreSQL ${major} or set DATABASE_URL.`,
      `数据目录属于 PostgreSQL ${major}，但未找到该版本的程序。请安装 PostgreSQL ${major}，或设置 DATABASE_URL。`,
    )
  }
  return new LauncherError(
    `No PostgreSQL found: the bundled one does not run on ${process.platform}-${process.arch}, and none from ${OLDEST_MAJOR} to ${NEWEST_MAJOR} is installed. Install one (Debian: apt-get install postgresql) or set DATABASE_URL.`,
    `未找到 PostgreSQL：内置版本无法在 ${process.platform}-${process.arch} 上运行，系统也未安装 ${OLDEST_MAJOR} 至 ${NEWEST_MAJOR} 版。请安装（Debian：apt-get install postgresql），或设置 DATABASE_URL。`,
  )
}

/** Asks the programs themselves, under the account they would run with. */
function readMajor(bin: string, account: Account | null): number | null {
  const answer = spawnSync(join(bin, 'postgres'), ['--version'], { ...asAccount(account), encoding: 'utf8' })
  const match = /\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')
  return match && existsSync(join(bin, 'initdb')) ? Number(match[1]) : null
}

function systemFolders(): { kind: 'system'; bin: string }[] {
  const packaged = SYSTEM_PARENTS.flatMap(([parent, leaf]) =>
    listFolders(parent)
      .filter((name) => /^(?:postgresql[@-]?)?\d+$/.test(name))
      .sort((a, b) => versionOf(b) - versionOf(a))
      .map((name) => join(parent, name, leaf)),
  )
  return [...packaged, ...foldersInPath()].map((bin) => ({ kind: 'system', bin }))
}

function foldersInPath(): string[] {
  return (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, 'postgres'))
    .filter((program) => existsSync(program))
    .map((program) => dirname(realpathSync(program)))
}

function versionOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0)
}

function listFolders(parent: string): string[] {
  return existsSync(parent) ? readdirSync(parent) : []
}
