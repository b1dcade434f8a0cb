import type { Readable } from 'node:stream'
import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'

/** More pixels than a camera makes; a small file can claim many more. */
const maxPixels = 120_000_000

const tooManyPixels: LocalizedText = {
  en: `the image has more than ${maxPixels / 1e6} million pixels`,
  'zh-CN': `图片超过 ${maxPixels / 1e4} 万像素`,
}
const unreadable: LocalizedText = { en: 'the image cannot be read', 'zh-CN': '图片无法读取' }

type Sharp = typeof import('sharp').default

let loading: Promise<Sharp | null> | undefined

/** The image library is native; on a platform that it has no binary for, images are kept but not made small. */
function sharp(): Promise<Sharp | null> {
  loading ??= import('sharp').then(
    ({ default: library }) => library,
    () => null,
  )
  return loading
}

const decoded = new Set(['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff'].map((kind) => `image/${kind}`))

/** Whether a small version of files of a media type can be made. */
export const hasThumbnail = (type: string): boolean => decoded.has(type)

/**
 * Looks at the head of an image.
 *
 * @throws file_refused (not readable, or of a size that would take all memory)
 */
export async function checkImage(path: string, { name, type }: { name: string; type: string }): Promise<void> {
  const library = hasThumbnail(type) ? await sharp() : null
  if (!library) return
  const { width = 0, height = 0 } = await library(path, { limitInputPixels: false })
    .metadata()
    .catch(() => ({ width: 0, height: 0 }))
  const reason = width * height === 0 ? unreadable : width * height > maxPixels ? tooManyPixels : null
  if (reason) throw appError('file_refused', { name, reason }, [{ code: 'bad_image', message: reason }])
}

/** A small version in WebP, upright, at most so many pixels wide and high; null where none can be made. */
export async function thumbnail(content: Readable, size: number): Promise<Buffer | null> {
  const library = await sharp()
  if (!library) return null
  const shrink = library({ limitInputPixels: maxPixels, failOn: 'none' })
    .rotate()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
  content.on('error', (error) => shrink.destroy(error))
  return content
    .pipe(shrink)
    .toBuffer()
    .catch(() => null)
}
