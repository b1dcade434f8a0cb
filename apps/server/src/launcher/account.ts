import { spawnSync } from 'node:child_process'
import { chownSync, readFileSync, statSync } from 'node:fs'

/** The operating system's account that PostgreSQL runs under; null means our own. */
export interface Account {
  uid: number
  gid: number
}

const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * Chooses the account for PostgreSQL, which refuses to run as root: the owner of an existing data directory, else
 * "nobody". No user is created.
 *
 * @returns null when we are not root
 */
export function chooseAccount(dataDirectory: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return findNobody()
}

/** The spawn options that make a child run under the account. Its working directory must be one it may enter. */
export function asAccount(account: Account | null): { cwd: string; uid?: number; gid?: number } {
  return account ? { cwd: '/', uid: account.uid, gid: account.gid } : { cwd: '/' }
}

/** Gives one file or directory to the account. */
export function giveTo(account: Account | null, path: string): void {
  if (account) chownSync(path, account.uid, account.gid)
}

/** True when the account may read this file or folder by its path; every parent counts. */
export function canReach(account: Account | null, path: string): boolean {
  return test(account, '-r', path)
}

/** True when the account may pass through this folder; every parent counts. */
export function canEnter(account: Account | null, path: string): boolean {
  return test(account, '-x', path)
}

/** Asked as the account itself, for modes alone do not decide: there are access lists and mounts. */
function test(account: Account | null, condition: string, path: string): boolean {
  if (!account) return true
  const probe = spawnSync('/bin/sh', ['-c', `test ${condition} "$0"`, path], { ...asAccount(account), stdio: 'ignore' })
  return probe.status === 0
}

/** initdb wants a user that the system can name, so the number comes from the user list where there is one. */
function findNobody(): Account {
  const line = readUserList()
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  if (!line) return NOBODY
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function readUserList(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    // without the list the usual number has to do
    return ''
  }
}
