import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkImage, thumbnail } from './images.ts'

const image = { name: 'a.png', type: 'image/png' }

async function fileOf(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldwork-images-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'a.png')
  await writeFile(path, content)
  return path
}

test('what is no image is refused', async () => {
  await expect(checkImage(await fileOf('not an image'), image)).rejects.toMatchObject({ code: 'file_refused' })
})

test('a disk that fails is not taken for a bad image', async () => {
  await expect(checkImage('/nowhere/a.png', image)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an image that cannot be made small is none, and the log tells why', async () => {
  const warn = vi.fn()
  const log = { info: vi.fn(), warn, error: vi.fn() }
  expect(await thumbnail(Readable.from([Buffer.from('not an image')]), { size: 64, log })).toBeNull()
  expect(warn).toHaveBeenCalledExactlyOnceWith({ error: expect.any(Error) }, 'an image could not be made small')
})
