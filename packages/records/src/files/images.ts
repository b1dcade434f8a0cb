import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Database } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'

/** More pixels than a camera makes; a small file can claim many more. */
const maxPixels = 120_000_000

const tooManyPixels: LocalizedText = {
  en: `the image has more than ${maxPixels / 1e6} million pixels`,
  'zh-CN': `图片超过 ${maxPixels / 1e4} 万像素`,
}
const unreadable: LocalizedText = { en: 'the image cannot be read', 'zh-CN': '图片无法读取' }

type Library = typeof import('@napi-rs/image')

let loading: Promise<Library | null> | undefined

/** The image library is native; on a platform that it has no binary for, images are kept but not made small. */
function imageLibrary(log: Database['log']): Promise<Library | null> {
  loading ??= import('@napi-rs/image').catch((error: unknown) => {
    log.warn({ error }, 'images are not made small: the image library does not load here')
    return null
  })
  return loading
}

const decoded = new Set(['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff'].map((kind) => `image/${kind}`))

/** Whether a small version of files of a media type can be made. */
export const hasThumbnail = (type: string): boolean => decoded.has(type)

/**
 * Looks at the head of an image, decoding nothing.
 *
 * @throws file_refused (not readable, or of a size that would take all memory)
 */
export async function checkImage(path: string, { name, type }: { name: string; type: string }): Promise<void> {
  if (!hasThumbnail(type)) return
  const { imageSizeFromFile } = await import('image-size/fromFile')
  const { width, height } = await imageSizeFromFile(path).catch((error: unknown) => {
    // of what the reader throws, only a failure of the disk is not about the image
    if (isSystemError(error)) throw error
    return { width: 0, height: 0 }
  })
  const reason = width * height === 0 ? unreadable : width * height > maxPixels ? tooManyPixels : null
  if (reason) throw appError('file_refused', { name, reason }, [{ code: 'bad_image', message: reason }])
}

/** A small version in WebP, upright, at most so many pixels wide and high; null where none can be made. */
export async function thumbnail(
  content: Readable,
  { size, log }: { size: number; log: Database['log'] },
): Promise<Buffer | null> {
  const library = await imageLibrary(log)
  if (!library) return null
  return shrink(library, await buffer(content), size).catch((error: unknown) => {
    log.warn({ error }, 'an image could not be made small')
    return null
  })
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

async function shrink({ ResizeFit, Transformer }: Library, content: Buffer, size: number): Promise<Buffer> {
  const { width, height } = await new Transformer(content).metadata()
  const image = new Transformer(content).rotate()
  if (Math.max(width, height) > size) image.resize({ width: size, height: size, fit: ResizeFit.Inside })
  return image.webp(78)
}
