import type { LocalizedText } from '@fieldwork/fields'
import type { ErrorObject } from 'ajv/dist/2020.js'
import { didYouMean } from '../suggest.ts'
import { insideSentence, text } from '../words.ts'

/** The parts of an Ajv error that its words depend on; `data` and `parentSchema` are there in verbose mode. */
export type SchemaError = Pick<
  ErrorObject,
  'keyword' | 'instancePath' | 'params' | 'data' | 'propertyName' | 'parentSchema'
>

interface Sentence {
  code: string
  message: LocalizedText
}

type Say = (label: LocalizedText, error: SchemaError) => Sentence

const say = (code: string, en: string, zh: string): Sentence => ({ code, message: text(en, zh) })

/** `Quantity must …` / `数量必须…`: a sentence whose subject is the label. */
const must = (label: LocalizedText, code: string, [en, zh]: [string, string]): Sentence =>
  say(code, `${label.en} ${en}`, `${label['zh-CN']}${zh}`)

const enter = (label: LocalizedText): Sentence =>
  say('required', `Enter the ${insideSentence(label.en)}`, `请填写${label['zh-CN']}`)

/** A limit between a sentence's two halves, in both languages: `[code, en, zh, zh unit, en unit]`. */
const limited =
  (code: string, en: string, zh: string, units: [string, string] = ['', '']): Say =>
  (label, { params: { limit } }) =>
    must(label, code, [`${en} ${limit}${units[0]}`, `${zh} ${limit}${units[1]}`])

const isBlank = (value: unknown): boolean => value === null || (typeof value === 'string' && value.trim() === '')

const sentences: Record<string, Say> = {
  required: enter,
  type: wrongType,
  enum: (label, error) => notAnOption(label, error, error.params.allowedValues),
  const: (label, error) => notAnOption(label, error, [error.params.allowedValue]),
  format: wrongFormat,
  pattern: wrongPattern,
  minLength: (label, error) => (isBlank(error.data) ? enter(label) : tooShort(label, error)),
  maxLength: limited('too_long', 'must have at most', '最多', [' characters', ' 个字符']),
  minimum: limited('too_small', 'must be at least', '不能小于'),
  maximum: limited('too_large', 'must be at most', '不能大于'),
  exclusiveMinimum: limited('too_small', 'must be greater than', '必须大于'),
  exclusiveMaximum: limited('too_large', 'must be less than', '必须小于'),
  multipleOf: (label, { params }) =>
    must(label, 'not_a_multiple', [`must be a multiple of ${params.multipleOf}`, `必须是 ${params.multipleOf} 的倍数`]),
  'x-scale': tooPrecise,
  'x-text': (label) =>
    must(label, 'unstorable_text', ['contains characters that cannot be stored', '包含无法保存的字符']),
  minItems: limited('too_few', 'needs at least', '至少需要', [' entries', ' 项']),
  maxItems: limited('too_many', 'can have at most', '最多', [' entries', ' 项']),
  minProperties: limited('too_few', 'needs at least', '至少需要', [' entries', ' 项']),
  maxProperties: limited('too_many', 'can have at most', '最多', [' entries', ' 项']),
  uniqueItems: (label) => must(label, 'not_unique', ['names the same thing twice', '中有重复项']),
  propertyNames: wrongKey,
  additionalProperties: unknownKey,
  discriminator: (_label, { params }) => {
    const found = String(params.tagValue)
    return say('not_an_option', `“${found}” is not a type that can stand here`, `此处不支持类型“${found}”`)
  },
}

/** What an Ajv error says, with its code. */
export function sayError(error: SchemaError, label: LocalizedText): Sentence {
  const sentence = sentences[error.keyword]
  return sentence ? sentence(label, error) : must(label, 'not_acceptable', ['is not acceptable', '不符合要求'])
}

const typeWords: Record<string, [string, string]> = {
  string: ['a text', '文本'],
  number: ['a number', '数字'],
  integer: ['a whole number', '整数'],
  boolean: ['yes or no', '是或否'],
  array: ['a list', '列表'],
  object: ['a group of keys', '键值对象'],
}

function wrongType(label: LocalizedText, { params, data }: SchemaError): Sentence {
  if (isBlank(data)) return enter(label)
  const types = [params.type].flat().filter((type: string) => type !== 'null')
  const words = types.map((type: string) => typeWords[type] ?? [type, type])
  const en = words.map(([word]) => word).join(' or ')
  return must(label, 'wrong_type', [`must be ${en}`, `必须是${words.map(([, word]) => word).join('或')}`])
}

function notAnOption(label: LocalizedText, { data }: SchemaError, allowed: unknown[]): Sentence {
  if (isBlank(data)) return enter(label)
  const shown = typeof data === 'string' ? data : JSON.stringify(data)
  const hint = didYouMean(
    shown,
    allowed.filter((value) => typeof value === 'string'),
  )
  return say(
    'not_an_option',
    `${label.en}: “${shown}” is not one of the options${hint.en}`,
    `${label['zh-CN']}：“${shown}”不在可选项中${hint['zh-CN']}`,
  )
}

const formatWords: Record<string, [string, string]> = {
  date: ['must be a date such as 2026-01-31', '必须是日期，例如 2026-01-31'],
  'date-time': [
    'must be a date and time such as 2026-01-31T09:30:00+08:00',
    '必须是日期时间，例如 2026-01-31T09:30:00+08:00',
  ],
  email: ['must be an e-mail address', '必须是电子邮件地址'],
  uri: ['must be a web address such as https://example.com', '必须是网址，例如 https://example.com'],
  uuid: ['must refer to a record by its id', '必须通过记录标识引用一条记录'],
}

function wrongFormat(label: LocalizedText, { params, data }: SchemaError): Sentence {
  if (isBlank(data)) return enter(label)
  return must(label, 'wrong_format', formatWords[params.format] ?? ['is not written correctly', '格式不正确'])
}

function wrongPattern(label: LocalizedText, { data }: SchemaError): Sentence {
  if (isBlank(data)) return enter(label)
  if (typeof data === 'string' && /[\t\n\r]/.test(data)) {
    return must(label, 'several_lines', ['must be a single line', '只能是一行文本'])
  }
  return must(label, 'wrong_pattern', ['is not written correctly', '格式不正确'])
}

function tooShort(label: LocalizedText, error: SchemaError): Sentence {
  return limited('too_short', 'must have at least', '至少', [' characters', ' 个字符'])(label, error)
}

function tooPrecise(label: LocalizedText, { params: { limit } }: SchemaError): Sentence {
  if (limit === 0) return must(label, 'too_many_decimals', ['must be a whole number', '必须是整数'])
  return must(label, 'too_many_decimals', [`can have at most ${limit} decimals`, `最多 ${limit} 位小数`])
}

function unknownKey(label: LocalizedText, { params, parentSchema }: SchemaError): Sentence {
  const hint = didYouMean(String(params.additionalProperty), Object.keys(parentSchema?.properties ?? {}))
  return must(label, 'unknown_field', [`is not known here${hint.en}`, `在此处无效${hint['zh-CN']}`])
}

/** By how the pattern of an object's keys begins: what a key must be. */
const keyRules: [string, string, string][] = [
  [
    '^[a-z]',
    'small letters, digits and _, beginning with a letter, at most 48',
    '只能用小写字母、数字和下划线，以字母开头，最多 48 个字符',
  ],
  ['^[a-zA-Z0-9', 'letters, digits and _ . -, at most 40', '只能用字母、数字和 _ . -，最多 40 个字符'],
  [
    '',
    'a single line of 1 to 100 characters, without a space at either end',
    '须为 1 至 100 个字符的单行文本，首尾不能有空格',
  ],
]

function wrongKey(label: LocalizedText, { parentSchema }: SchemaError): Sentence {
  const pattern = String(parentSchema?.propertyNames?.pattern)
  const [, en, zh] = keyRules.find(([start]) => pattern.startsWith(start))!
  return must(label, 'wrong_name', [`cannot be a name here: ${en}`, `不能用作名称：${zh}`])
}
