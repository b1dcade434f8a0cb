import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { launch, query, temporaryFolder } from '../support/launcher.ts'

const hasDebian = existsSync('/usr/lib/postgresql')
/** In CI, Debian's PostgreSQL is installed, and its absence must fail. */
const isRequired = Boolean(process.env.CI)

test.skipIf(!hasDebian && !isRequired)(
  'the system has a PostgreSQL to fall back on, and it keeps its data',
  async () => {
    const dataDir = temporaryFolder()
    const first = await launch({ dataDir, systemOnly: true })
    expect(first.kind).toBe('system')
    await query(first.url, `create table note (text text); insert into note values ('客户')`)
    await first.stop()

    // The bundled version could not open this directory, so the one that made it is chosen again.
    const second = await launch({ dataDir })
    expect(second.kind).toBe('system')
    expect(await query(second.url, `select text, text ~ '^\\w+$' as knows_chinese from note`)).toEqual([
      { text: '客户', knows_chinese: true },
    ])
  },
)
