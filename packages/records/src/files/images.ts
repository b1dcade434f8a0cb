import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
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
function imageLibrary(): Promise<Library | null> {
  loading ??= import('@napi-rs/image').catch(() => null)
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
  // the reader throws for what it cannot read, and that is the answer
  const { width, height } = await imageSizeFromFile(path).catch(() => ({ width: 0, height: 0 }))
  const reason = width * height === 0 ? unreadable : width * height > maxPixels ? tooManyPixels : null
  if (reason) throw appError('file_refused', { name, reason }, [{ code: 'bad_image', message: reason }])
}

/** A small version in WebP, upright, at most so many pixels wide and high; null where none can be made. */
export async function thumbnail(content: Readable, size: number): Promise<Buffer | null> {
  const library = await imageLibrary()
  if (!library) return null
  return shrink(library, await buffer(content), size).catch(() => null)
}

async function shrink({ ResizeFit, Transformer }: Library, content: Buffer, size: number): Promise<Buffer> {
  const { width, height } = await new Transformer(content).metadata()
  const image = new Transformer(content).rotate()
  if (Math.max(width, height) > size) image.resize({ width: size, height: size, fit: ResizeFit.Inside })
  return image.webp(78)
}
