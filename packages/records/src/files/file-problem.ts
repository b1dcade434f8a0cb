import type { LocalizedText, Problem } from '@fieldwork/fields'
import type { CompiledField } from '@fieldwork/metadata'

/** Why a field refuses a file, by the kind of the check that failed; null for other checks. */
export function fileProblem(kind: string, { name, label, files }: CompiledField): Problem | null {
  const words = sentences[kind]
  if (!words || !files) return null
  const [code, en, zh] = words
  const message: LocalizedText = {
    en: `${label.en}: ${fill(en, files)}`,
    'zh-CN': `${label['zh-CN']}：${fill(zh, files)}`,
  }
  return { pointer: `/${name}`, code, message, params: { field: name } }
}

const sentences: Record<string, [code: string, en: string, zh: string]> = {
  file: [
    'unknown_file',
    'a file does not exist, is not yours or belongs to another record',
    '文件不存在、不是由您上传，或已属于其他记录',
  ],
  accept: ['wrong_media_type', 'only files of these types: {types}', '仅接受以下类型的文件：{types}'],
  size: ['file_too_large', 'a file has at most {size} MB', '单个文件不超过 {size} MB'],
}

const fill = (text: string, { accept, maxBytes }: NonNullable<CompiledField['files']>): string =>
  text.replace('{types}', accept.join(', ')).replace('{size}', String((maxBytes ?? 0) / (1 << 20)))
