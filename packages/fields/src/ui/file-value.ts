/** A file as reads return it. */
export interface FileValue {
  id: string
  name: string
  /** bytes */
  size: number
  /** media type */
  type: string
  url: string
}

/** The files of a value as reads return it: none, one or several. */
export function filesOf(value: unknown): FileValue[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => fileOf(item) ?? [])
}

/** A file, where the value is one with its name. */
export function fileOf(value: unknown): FileValue | null {
  if (typeof value !== 'object' || value === null || !('url' in value) || !('name' in value)) return null
  return value as FileValue
}

export type FileKind = 'image' | 'audio' | 'video' | 'pdf' | 'text' | 'sheet' | 'words' | 'archive' | 'other'

const kinds: [FileKind, RegExp][] = [
  ['image', /^image\/(?:png|jpeg|gif|webp|avif|bmp|tiff)$/],
  ['audio', /^audio\//],
  ['video', /^video\/(?:mp4|webm|ogg|quicktime)$/],
  ['pdf', /^application\/pdf$/],
  ['sheet', /(?:spreadsheet|excel|csv)/],
  ['words', /(?:wordprocessing|msword|opendocument\.text)/],
  ['text', /^(?:text\/(?!html)|application\/json$)/],
  ['archive', /(?:zip|compressed|tar|rar|7z)/],
]

/** What people would call a file of that media type. */
export function fileKind(type: string): FileKind {
  return kinds.find(([, pattern]) => pattern.test(type))?.[0] ?? 'other'
}

/** `12 B`, `3.4 KB`, `5.0 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const [amount, unit] = bytes < 1 << 20 ? [bytes / 1024, 'KB'] : [bytes / (1 << 20), 'MB']
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`
}

/** Address of a small version of an image, at most so many pixels wide and high. */
export const thumbnailUrl = ({ url }: FileValue, size: number): string => `${url}/preview?size=${size}`

/** Address under which the browser saves the file instead of showing it. */
export const downloadUrl = ({ url }: FileValue): string => `${url}?download=1`
