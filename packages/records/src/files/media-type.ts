import { open } from 'node:fs/promises'
import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'

const unknownType = 'application/octet-stream'

const programs = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/vnd.android.package-archive',
  'application/java-vm',
  'application/x-ms-shortcut',
  'application/x-apple-alias',
  'application/wasm',
])

/** Families whose files can be told by their content, so that a wrong claim can be told too. */
const claimed = /^(?:image\/(?!svg)|audio\/|video\/|application\/pdf$|application\/zip$)/

/** Containers that hold sound alone as well as films; the sender knows what he recorded. */
const containers: Record<string, string> = {
  'video/webm': 'audio/webm',
  'video/mp4': 'audio/mp4',
  'video/quicktime': 'audio/mp4',
  'application/ogg': 'audio/ogg',
  'video/ogg': 'audio/ogg',
}

/** Types that share one container: the name of the file tells which it is. */
const oldOffice: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
}

const textTypes: Record<string, string> = {
  csv: 'text/csv',
  md: 'text/markdown',
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  htm: 'text/html',
  svg: 'image/svg+xml',
  ics: 'text/calendar',
  vcf: 'text/vcard',
}

interface Claim {
  name: string
  /** media type as the sender calls it */
  type: string
}

/**
 * The media type of a file by its content; name and claim decide only between types that look the same.
 *
 * @throws unsupported_media_type (a program, or not what it is said to be)
 */
export async function mediaTypeOf(path: string, claim: Claim): Promise<string> {
  // loaded with the first file: many servers never get one
  const { fileTypeFromFile } = await import('file-type')
  const detected = await fileTypeFromFile(path)
  const declared = claim.type.split(';')[0]?.trim().toLowerCase() ?? ''
  const found = detected
    ? settled(detected.mime.split(';')[0] ?? '', { ...claim, type: declared })
    : await textType(path, claim)
  if (programs.has(found)) throw refused(claim.name, isProgram)
  if (claimed.test(declared) && family(found) !== family(declared)) throw refused(claim.name, differs(declared, found))
  return found
}

function settled(found: string, { name, type }: Claim): string {
  if (type.startsWith('audio/')) return containers[found] ?? found
  if (found === 'application/x-cfb') return oldOffice[extensionOf(name)] ?? found
  return found
}

/** Heads of text are enough to tell markup from plain words. */
const headBytes = 4096

async function textType(path: string, { name }: Claim): Promise<string> {
  const head = await readHead(path)
  if (head.includes(0)) return unknownType
  const text = decoded(head)
  if (text === null) return unknownType
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml'
  if (/<(?:!doctype html|html|head|body|script|iframe)[\s>]/i.test(text)) return 'text/html'
  return textTypes[extensionOf(name)] ?? 'text/plain'
}

/** A character may be cut off at the end of the head. */
function decoded(head: Buffer): string | null {
  for (const cut of [0, 1, 2, 3]) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, head.length - cut))
    } catch {
      // an incomplete character at the end, or no UTF-8 at all
    }
  }
  return null
}

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const family = (type: string): string => (type === 'application/pdf' ? type : (type.split('/')[0] ?? ''))

const extensionOf = (name: string): string => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''

const isProgram: LocalizedText = { en: 'programs are not accepted', 'zh-CN': '不接受可执行程序' }

const differs = (declared: string, found: string): LocalizedText => ({
  en: `it was sent as ${declared} but is ${found}`,
  'zh-CN': `声明为 ${declared}，实际为 ${found}`,
})

function refused(name: string, reason: LocalizedText) {
  return appError('file_refused', { name, reason }, [{ code: 'wrong_media_type', message: reason }])
}
