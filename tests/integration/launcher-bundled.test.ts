import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { inject, expect, onTestFinished, test } from 'vitest'
import { end, launch, launchApart, query, serverPid, temporaryFolder } from '../support/launcher.ts'

test('data survives a restart, on the same port and with the same password', async () => {
  const dataDir = temporaryFolder()
  const first = await launch({ dataDir })
  expect(first.kind).toBe('bundled')
  await query(first.url, `create table note (text text); insert into note values ('订单')`)
  await first.stop()

  const second = await launch({ dataDir })
  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'select text from note')).toEqual([{ text: '订单' }])
})

test('the database stores UTF-8, knows Chinese letters, and listens on 127.0.0.1 only, with a password', async () => {
  const dataDir = temporaryFolder()
  const { url } = await launch({ dataDir })
  const [facts] = await query(
    url,
    `select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
       current_setting('unix_socket_directories') as sockets, current_setting('password_encryption') as password,
       '客户' ~ '^\\w+$' as knows_chinese, 'b' > 'B' as sorts_by_code_point`,
  )
  expect(facts).toEqual({
    encoding: 'UTF8',
    addresses: '127.0.0.1',
    sockets: '',
    password: 'scram-sha-256',
    knows_chinese: true,
    sorts_by_code_point: true,
  })
  const intruder = new URL(url)
  intruder.password = 'guess'
  await expect(query(intruder.href, 'select 1')).rejects.toThrow('password authentication failed')
  expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
})

test('a server that outlived a killed process is taken over', async () => {
  const dataDir = temporaryFolder()
  const killed = await launchApart({ dataDir })
  await query(killed.url, 'create table note (text text)')
  const pid = serverPid(dataDir)
  await end(killed.child, 'SIGKILL')

  const next = await launch({ dataDir })
  expect(serverPid(dataDir)).toBe(pid)
  expect(await query(next.url, 'select count(*)::int as rows from note')).toEqual([{ rows: 0 }])
  await next.stop()
  expect(() => serverPid(dataDir)).toThrow('ENOENT')
})

test('committed rows survive when the process and its server are killed together', async () => {
  const dataDir = temporaryFolder()
  const killed = await launchApart({ dataDir })
  await query(killed.url, `create table note (text text); insert into note values ('kept')`)
  process.kill(serverPid(dataDir), 'SIGKILL')
  await end(killed.child, 'SIGKILL')

  const next = await launch({ dataDir })
  expect(await query(next.url, 'select text from note')).toEqual([{ text: 'kept' }])
})

test('a postmaster.pid whose number now belongs to another program does not stand in the way', async () => {
  const dataDir = temporaryFolder()
  await (await launch({ dataDir })).stop()
  const { uid, gid } = statSync(join(dataDir, 'postgres'))
  const other = spawn('sleep', ['60'], { cwd: '/', ...(process.getuid?.() === 0 ? { uid, gid } : {}) })
  onTestFinished(() => void other.kill('SIGKILL'))
  await once(other, 'spawn')
  writeFileSync(
    join(dataDir, 'postgres/postmaster.pid'),
    `${other.pid}\n${dataDir}/postgres\n0\n1\n\n127.0.0.1\n\nready   \n`,
  )

  const next = await launch({ dataDir })
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two instances with different DATA_DIRs run side by side', async () => {
  const [first, second] = await Promise.all([
    launch({ dataDir: temporaryFolder() }),
    launch({ dataDir: temporaryFolder() }),
  ])
  await query(first.url, 'create table only_here (id int)')
  await expect(query(second.url, 'select from only_here')).rejects.toThrow('does not exist')
})

test('a second process on the same DATA_DIR is refused, naming the first', async () => {
  const dataDir = temporaryFolder()
  const first = await launchApart({ dataDir })
  await expect(launch({ dataDir })).rejects.toThrow(`process ${first.child.pid}`)
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await end(first.child, 'SIGTERM')
})

test('of two processes that start on a new DATA_DIR at once, exactly one gets it', async () => {
  const dataDir = temporaryFolder()
  const both = await Promise.all([launchApart({ dataDir }), launchApart({ dataDir })])
  const [winner] = both.filter(({ error }) => !error)
  expect(both.filter(({ error }) => error)).toMatchObject([
    { error: expect.stringContaining(`process ${winner?.child.pid}`) },
  ])
  await end(winner!.child, 'SIGTERM')
})

test('another port is used when something else took the remembered one', async () => {
  const dataDir = temporaryFolder()
  const first = await launch({ dataDir })
  await first.stop()
  const port = Number(new URL(first.url).port)
  const squatter = createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')
  onTestFinished(() => void squatter.close())

  const second = await launch({ dataDir })
  expect(Number(new URL(second.url).port)).not.toBe(port)
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('the claim on a DATA_DIR survives the loss of its connection', async () => {
  const dataDir = temporaryFolder()
  const { url } = await launch({ dataDir })
  await query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'fieldwork process%'`,
  )
  await expect
    .poll(() => query(url, `select from pg_locks where locktype = 'advisory'`), { timeout: 5000 })
    .toHaveLength(1)
})

test('DATABASE_URL is used as it is and left running', async () => {
  const databaseUrl = inject('serverUrl')
  const database = await launch({ dataDir: temporaryFolder(), databaseUrl })
  expect(database).toMatchObject({ kind: 'external', url: databaseUrl })
  await database.stop()
  expect(await query(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a DATABASE_URL that cannot be reached is refused in both languages, without its password', async () => {
  const databaseUrl = 'postgresql://someone:secret@127.0.0.1:5639/none'
  const refusal = await launch({ dataDir: temporaryFolder(), databaseUrl }).catch((error: Error) => error.message)
  expect(refusal).toMatch(/DATABASE_URL cannot be used: .*ECONNREFUSED[^]*无法使用 DATABASE_URL/)
  expect(refusal).not.toContain('secret')
})
