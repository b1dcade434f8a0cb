import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newId } from '@fieldwork/database'
import { createDiskStore, createS3Store, storageKey, type FileStore } from '@fieldwork/records'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const bucket = 'fieldwork'
let folder: string
let server: Server
let stores: Record<'disk' | 's3', FileStore>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-stores-'))
  const s3 = new S3rver({
    directory: join(folder, 's3'),
    silent: true,
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  await s3.configureBuckets()
  server = createServer(s3.getMiddleware())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = { accessKey: 'S3RVER', secretKey: 'S3RVER' }
  stores = {
    disk: createDiskStore(join(folder, 'disk')),
    s3: await createS3Store({ bucket, region: 'us-east-1', endpoint, ...keys }),
  }
})

afterAll(async () => {
  for (const store of Object.values(stores)) store.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

const keyOf = (content: Buffer): string =>
  storageKey({ sha256: createHash('sha256').update(content).digest('hex'), id: newId() })

async function kept(store: FileStore, content: Buffer): Promise<string> {
  const key = keyOf(content)
  await store.put(key, Readable.from(content.length === 0 ? [] : [content]), content.length)
  return key
}

describe.each(['disk', 's3'] as const)('files kept on %s', (kind) => {
  test.each([0, 1, 100_000, 12 << 20])('come back byte for byte: %d bytes', async (size) => {
    const store = stores[kind]
    const content = randomBytes(size)
    const key = await kept(store, content)
    expect(await store.head(key)).toBe(size)
    expect((await buffer((await store.get(key))!)).equals(content)).toBe(true)
  })

  test('come back in parts', async () => {
    const store = stores[kind]
    const key = await kept(store, Buffer.from('0123456789'))
    expect(String(await buffer((await store.get(key, { start: 2, end: 4 }))!))).toBe('234')
    expect(String(await buffer((await store.get(key, { start: 9, end: 9 }))!))).toBe('9')
  })

  test('are gone when they are deleted, which can be repeated', async () => {
    const store = stores[kind]
    const key = await kept(store, Buffer.from('words'))
    await store.delete(key)
    await store.delete(key)
    expect(await store.head(key)).toBeNull()
    expect(await store.get(key)).toBeNull()
  })

  test('are not there when their stream breaks off or is shorter than said', async () => {
    const store = stores[kind]
    const key = keyOf(Buffer.from('broken'))
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('bro')
        throw new Error('the sender is gone')
      })(),
    )
    await expect(store.put(key, broken, 6)).rejects.toThrow()
    expect(await store.head(key)).toBeNull()
    await expect(store.put(key, Readable.from([Buffer.from('bro')]), 6)).rejects.toThrow(/6 bytes/)
  })

  test.each(['../../etc/passwd', 'aa/bb/../../x', '/etc/passwd', 'aa/bb/cc'])('refuse the key %j', async (key) => {
    for (const use of ['get', 'head', 'delete'] as const) await expect(stores[kind][use](key)).rejects.toThrow(/No key/)
  })
})

test('what broke off on disk leaves nothing beside the files', async () => {
  expect(await readdir(join(folder, 'disk', 'incoming'))).toEqual([])
})
