import { Client } from 'pg'
import { LauncherError } from './launcher-error.ts'
import { isSupportedMajor, NEWEST_MAJOR, OLDEST_MAJOR } from './versions.ts'

const CONNECT_TIMEOUT_MS = 10_000

/**
 * Checks that DATABASE_URL leads to a PostgreSQL that the platform runs on.
 *
 * @returns its major version
 * @throws LauncherError when it cannot be reached, is too old or too new, or does not store UTF-8
 */
export async function checkExternal(databaseUrl: string): Promise<number> {
  const { version, encoding } = await describeServer(databaseUrl)
  const major = Math.floor(version / 10_000)
  if (!isSupportedMajor(major)) {
    throw new LauncherError(
      `DATABASE_URL is PostgreSQL ${major}; Fieldwork needs ${OLDEST_MAJOR} to ${NEWEST_MAJOR}.`,
      `DATABASE_URL 指向 PostgreSQL ${major}；Fieldwork 需要 ${OLDEST_MAJOR} 至 ${NEWEST_MAJOR} 版。`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new LauncherError(
      `The database of DATABASE_URL is encoded in ${encoding}; create one with encoding UTF8.`,
      `DATABASE_URL 的数据库编码为 ${encoding}；请使用 UTF8 编码新建数据库。`,
    )
  }
  return major
}

async function describeServer(databaseUrl: string): Promise<{ version: number; encoding: string }> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  try {
    await client.connect()
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
    )
    return rows[0]
  } catch (error) {
    const reason = describeFailure(error)
    throw new LauncherError(
      `DATABASE_URL cannot be used: ${reason}. Check the address, user and password, or unset it to use the bundled PostgreSQL.`,
      `无法使用 DATABASE_URL：${reason}。请检查地址、用户名和密码，或取消设置以使用内置的 PostgreSQL。`,
      { cause: error },
    )
  } finally {
    // what went wrong with the connection is told above
    await client.end().catch(() => undefined)
  }
}

/** A refused connection to a name with several addresses is an AggregateError without a message of its own. */
function describeFailure(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describeFailure).join(', ')
  return error instanceof Error ? error.message || error.name : String(error)
}
