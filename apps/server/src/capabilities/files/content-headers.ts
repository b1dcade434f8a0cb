import type { OpenFile } from '@fieldwork/records'
import { apiHeaders } from '../../http/security.ts'

/** Types that a browser shows without running anything in them. */
const shown =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[a-z0-9.+-]+|video\/(?:mp4|webm|ogg|quicktime)|text\/plain|application\/pdf)$/

/** Types whose content is or may hold a program for the browser: it must not even know what they are. */
const active = /(?:html|svg|xml|javascript|ecmascript)/

/** A page of its own without rights, that loads nothing. The reader for PDF works in no sandbox and runs nothing of ours. */
const sandboxed =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'self'"
export const pdfPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"

/** What the answer with a file's content says of it. */
export function contentHeaders(file: OpenFile, { download }: { download: boolean }): Record<string, string> {
  const { name, type, sha256 } = file
  const isShown = shown.test(type)
  return {
    'content-type': active.test(type)
      ? 'application/octet-stream'
      : type === 'text/plain'
        ? `${type}; charset=utf-8`
        : type,
    'content-disposition': disposition(isShown && !download ? 'inline' : 'attachment', name),
    'content-security-policy': type === 'application/pdf' && !download ? pdfPolicy : sandboxed,
    'x-content-type-options': apiHeaders['x-content-type-options'],
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
  }
}

/** RFC 6266: a name in ASCII for old programs, and the whole one as RFC 5987 has it. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%;]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`
}
