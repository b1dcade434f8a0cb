import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { refuse, say } from '../../errors.ts'
import { isUnstorable } from '../../http/json-body.ts'

/** A file as it arrives. */
export interface SentFile {
  name: string
  type: string
  content: Readable
}

/**
 * Reads a multipart body with one file called `file`, and the texts sent before or after it.
 *
 * @param receive takes the content in; runs while it arrives
 * @throws unsupported_media_type, invalid_request (no file, unknown members), invalid_text
 */
export async function readUpload<T, Name extends string>(
  request: FastifyRequest,
  names: readonly Name[],
  receive: (file: SentFile) => Promise<T>,
): Promise<{ received: T; texts: Partial<Record<Name, string>> }> {
  if (!request.isMultipart()) {
    const found = request.headers['content-type'] ?? '(none)'
    throw refuse('unsupported_media_type', { expected: 'multipart/form-data', found })
  }
  const texts: Partial<Record<string, string>> = {}
  const received: T[] = []
  for await (const part of request.parts()) {
    if (part.type === 'file' && part.fieldname === 'file') {
      const { filename = '', mimetype, file } = part
      received.push(await receive({ name: sentName(filename), type: mimetype, content: file }))
    } else if (part.type === 'field' && names.includes(part.fieldname as Name)) {
      texts[part.fieldname] = readText(part.fieldname, part.value)
    } else {
      throw unreadable(`there is no member ${part.fieldname}; ${['file', ...names].join(', ')} are known`)
    }
  }
  const [only] = received
  if (received.length === 0) throw refuse('invalid_request', { reason: say('no file was sent', '未发送文件') })
  return { received: only as T, texts: texts as Partial<Record<Name, string>> }
}

function readText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw unreadable(`${name} must be text`)
  if (isUnstorable(value)) throw refuse('invalid_text', { pointer: `/${name}` })
  return value
}

const unreadable = (reason: string) => refuse('invalid_request', { reason })

/** Browsers write these characters so in the head of a part (HTML, multipart/form-data encoding). */
const escaped: Record<string, string> = { '%22': '"', '%0D': '\r', '%0A': '\n' }

const sentName = (name: string): string => utf8Name(name).replace(/%(?:22|0D|0A)/g, (code) => escaped[code] ?? code)

/** Some programs send names in UTF-8 that arrive as Latin-1. */
function utf8Name(name: string): string {
  // oxlint-disable-next-line no-control-regex -- only texts of single bytes can be misread UTF-8
  if (!/[\x80-\xff]/.test(name) || /[^\x00-\xff]/.test(name)) return name
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(name, 'latin1'))
  } catch {
    // it was Latin-1 after all
    return name
  }
}
