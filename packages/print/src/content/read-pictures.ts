import { AppError } from '@fieldwork/metadata'
import type { PrintTemplateDefinition } from '@fieldwork/metadata'
import type { PrintedValue } from './content.ts'
import type { Reader } from './reader.ts'

const KINDS = new Set(['image/png', 'image/jpeg'])

/** By block, the pictures that a template prints. */
export async function readPictures(
  reader: Reader,
  { blocks }: PrintTemplateDefinition,
  values: ReadonlyMap<string, PrintedValue>,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const [key, block] of Object.entries(blocks)) {
    if (block.type !== 'image') continue
    const picture =
      block.data === undefined
        ? await pictureOf(reader, values.get(block.field ?? '')?.value)
        : Buffer.from(block.data.slice(block.data.indexOf(',') + 1), 'base64')
    if (picture) found.set(key, picture)
  }
  return found
}

async function pictureOf({ files, actor }: Reader, value: unknown): Promise<Buffer | null> {
  const [first] = [value].flat()
  const id = typeof first === 'string' ? first : (first as { id?: string } | null | undefined)?.id
  if (id === undefined) return null
  try {
    const file = await files.open(actor, id)
    if (!KINDS.has(file.type)) return null
    const chunks: Buffer[] = []
    for await (const chunk of await files.content(actor, id)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}
