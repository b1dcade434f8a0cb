import { AppError } from '@fieldwork/metadata'
import type { LocalizedText, PrintTemplateDefinition } from '@fieldwork/metadata'
import { checkPicture } from './check-picture.ts'
import type { PictureFault } from './check-picture.ts'
import type { PrintedPicture, PrintedValue } from './content.ts'
import type { Reader } from './reader.ts'

interface FoundPicture {
  /** of the file; null: it belongs to the template */
  name: string | null
  content: Buffer
}

/** By block, the pictures that a template prints; of those that cannot be drawn, why. */
export async function readPictures(
  reader: Reader,
  { blocks }: PrintTemplateDefinition,
  values: ReadonlyMap<string, PrintedValue>,
): Promise<Map<string, PrintedPicture>> {
  const found = new Map<string, PrintedPicture>()
  for (const [key, block] of Object.entries(blocks)) {
    if (block.type !== 'image') continue
    const picture =
      block.data === undefined
        ? await pictureOf(reader, values.get(block.field ?? '')?.value)
        : { name: null, content: Buffer.from(block.data.slice(block.data.indexOf(',') + 1), 'base64') }
    if (!picture) continue
    const fault = await checkPicture(picture.content)
    found.set(key, fault === null ? { content: picture.content } : { refusal: faultWords(fault, picture.name) })
  }
  return found
}

async function pictureOf({ files, actor }: Reader, value: unknown): Promise<FoundPicture | null> {
  const [first] = [value].flat()
  const id = typeof first === 'string' ? first : (first as { id?: string } | null | undefined)?.id
  if (id === undefined) return null
  try {
    const { name } = await files.open(actor, id)
    const chunks: Buffer[] = []
    for await (const chunk of await files.content(actor, id)) chunks.push(chunk as Buffer)
    return { name, content: Buffer.concat(chunks) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}

function faultWords(fault: PictureFault, name: string | null): LocalizedText {
  const en = name === null ? 'The picture of the template' : `The picture “${name}”`
  const zh = name === null ? '模板中的图片' : `图片“${name}”`
  if (fault === 'format') {
    return {
      en: `${en} cannot be printed: it is neither PNG nor JPEG`,
      'zh-CN': `${zh}不是 PNG 或 JPEG 格式，无法打印`,
    }
  }
  if (fault === 'too-large') {
    return { en: `${en} cannot be printed: it has too many pixels`, 'zh-CN': `${zh}像素过多，无法打印` }
  }
  return { en: `${en} cannot be printed: it is damaged`, 'zh-CN': `${zh}已损坏，无法打印` }
}
