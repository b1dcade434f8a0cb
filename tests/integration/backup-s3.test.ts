import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const bucket = 'fieldwork'
let folder: string
let server: Server
let api: ApiServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-backup-s3-'))
  const configureBuckets = [{ name: bucket, configs: [] }]
  const s3 = new S3rver({ directory: join(folder, 's3'), silent: true, configureBuckets })
  await s3.configureBuckets()
  server = createServer(s3.getMiddleware())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = { S3_ACCESS_KEY: 'S3RVER', S3_SECRET_KEY: 'S3RVER' }
  const settings = {
    FILE_STORE: 's3',
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint,
    DATA_DIR: join(folder, 'data'),
    ...keys,
  }
  api = await startApi({ settings })
})

afterAll(async () => {
  await api.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

async function ended(id: string) {
  const isOpen = async () => {
    const { body } = await api.admin.get(`/api/backups/${id}`)
    return ['queued', 'running'].includes(body.work?.state ?? '')
  }
  await expect.poll(isOpen, { timeout: 20_000 }).toBe(false)
  return (await api.admin.get(`/api/backups/${id}`)).body
}

const inBucket = async () => (await readdir(join(folder, 's3', bucket), { recursive: true })).join('\n')

test('a backup is kept in the bucket, tested, restored from there and deleted with its object', async () => {
  const begun = await api.admin.post('/api/backups', { passphrase: 'open sesame' })
  const backup = await ended(begun.body.id)
  expect(backup).toMatchObject({ state: 'done', encrypted: true })
  expect(await inBucket()).toContain(`backups/${backup.name}`)
  await api.admin.post(`/api/backups/${backup.id}/verify`, { passphrase: 'open sesame' })
  expect((await ended(backup.id)).verified).toMatchObject({ ok: true, kind: 'database' })

  const schedule = { enabled: false, cron: '0 3 * * *', keep: 2, with_files: true, sealed: false }
  expect((await api.admin.put('/api/backups/schedule', schedule)).status).toBe(200)
  const restore = { confirm: 'Fieldwork', passphrase: 'open sesame' }
  expect((await api.admin.post(`/api/backups/${backup.id}/restore`, restore)).status).toBe(202)
  const restored = await ended(backup.id)
  expect(restored.restored_at, JSON.stringify(restored.work)).not.toBeNull()
  expect((await api.admin.get('/api/backups/schedule')).body.cron).toBe('0 3 * * *')
  expect((await api.admin.delete(`/api/backups/${backup.id}`)).status).toBe(204)
  expect(await inBucket()).not.toContain(backup.name)
})
