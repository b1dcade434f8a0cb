import { spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asAccount, giveTo } from './account.ts'
import type { Binaries } from './binaries.ts'
import { childEnvironment } from './environment.ts'
import { LauncherError } from './launcher-error.ts'
import { shareFolder, type Place } from './place.ts'

/** The name of the database, and of the role that owns it. */
export const OWNER = 'fieldwork'

const PASSWORD_FILE = 'password'

/**
 * Text is UTF-8 and sorts by code point. The character classes are Unicode's, or word boundaries and trigrams would
 * not see Chinese letters; a system without C.UTF-8 has them under another name.
 */
const CHARACTER_LOCALES = ['C.UTF-8', 'en_US.UTF-8']

/** Creates the data directory. It appears under its name only when it is whole, so a crash leaves nothing half made. */
export function createCluster(place: Place, binaries: Binaries, password: string): void {
  const draft = mkdtempSync(join(place.root, 'postgres.new-'))
  try {
    giveTo(place.account, draft)
    initialise({ place, binaries, draft, password })
    moveIntoPlace(join(draft, 'data'), place.data)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

interface Draft {
  place: Place
  binaries: Binaries
  draft: string
  password: string
}

function initialise({ place, binaries, draft, password }: Draft): void {
  const passwordFile = join(draft, PASSWORD_FILE)
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  giveTo(place.account, passwordFile)
  let output = ''
  for (const locale of CHARACTER_LOCALES) {
    const answer = shareFolder(place.account, draft, (folder, fds) =>
      spawnSync(join(binaries.bin, 'initdb'), initdbArguments(folder, locale, binaries.major), {
        ...asAccount(place.account),
        env: childEnvironment(),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe', ...fds],
      }),
    )
    if (answer.status === 0) return
    output = `${answer.stderr ?? ''}${answer.error?.message ?? ''}`.trim()
  }
  throw new LauncherError(`initdb failed: ${output}`, `初始化数据库失败：${output}`)
}

function initdbArguments(folder: string, characterLocale: string, major: number): string[] {
  const provider = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  const base = ['-D', `${folder}/data`, '-U', OWNER, `--pwfile=${folder}/${PASSWORD_FILE}`, '--auth=scram-sha-256']
  const locale = ['--encoding=UTF8', '--locale=C', `--lc-ctype=${characterLocale}`]
  return [...base, ...locale, ...provider]
}

/** Another starting process may have been first; then its directory stands. */
function moveIntoPlace(draft: string, data: string): void {
  try {
    renameSync(draft, data)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
}
