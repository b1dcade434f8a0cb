import { closeSync, mkdirSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { canReach, chooseAccount, type Account } from './account.ts'
import { LauncherError } from './launcher-error.ts'

/** Where everything of one bundled database lies, below DATA_DIR. */
export interface Place {
  root: string
  /** The PostgreSQL data directory. */
  data: string
  state: string
  log: string
  account: Account | null
}

/** Opens DATA_DIR, creating it when it is missing. As root it stays passable, not listable, for PostgreSQL's account. */
export function openPlace(dataDir: string): Place {
  const isRoot = process.getuid?.() === 0
  mkdirSync(resolve(dataDir), { recursive: true, mode: isRoot ? 0o711 : 0o700 })
  const root = realpathSync(dataDir)
  const data = join(root, 'postgres')
  const account = chooseAccount(data)
  assertOwnData(data, account)
  return { root, data, state: join(root, 'postgres.json'), log: join(root, 'postgres.log'), account }
}

/** The major version that made the data directory, or null when there is none yet. */
export function readDataMajor(place: Place): number | null {
  const file = join(place.data, 'PG_VERSION')
  return statSync(file, { throwIfNoEntry: false }) ? Number(readFileSync(file, 'utf8').trim()) : null
}

/**
 * Lets a child see a folder that its account may own but cannot reach by path, for instance below a home directory
 * closed to others: the folder is opened here and handed over as file descriptor 3.
 *
 * @param use gets the path as the child sees it and the child's descriptors from 3 on
 */
export function shareFolder<T>(account: Account | null, folder: string, use: (path: string, fds: number[]) => T): T {
  if (canReach(account, folder)) return use(folder, [])
  if (process.platform !== 'linux') throw unreachable(folder)
  const descriptor = openSync(folder, 'r')
  try {
    return use('/proc/self/fd/3', [descriptor])
  } finally {
    closeSync(descriptor)
  }
}

function unreachable(folder: string): LauncherError {
  return new LauncherError(
    `PostgreSQL cannot run as root, and other users cannot reach ${folder}. Set DATA_DIR to a folder outside closed homes.`,
    `PostgreSQL 不能以 root 身份运行，而其他用户无法访问 ${folder}。请将 DATA_DIR 设为非私有目录。`,
  )
}

function assertOwnData(data: string, account: Account | null): void {
  const owner = statSync(data, { throwIfNoEntry: false })
  const uid = process.getuid?.()
  if (account || !owner || uid === undefined || owner.uid === uid) return
  throw new LauncherError(
    `${data} belongs to user ${owner.uid}, and this process is user ${uid}. Start as that user, or: chown -R ${uid} ${data}`,
    `${data} 属于用户 ${owner.uid}，而当前进程的用户为 ${uid}。请以该用户启动，或执行：chown -R ${uid} ${data}`,
  )
}
