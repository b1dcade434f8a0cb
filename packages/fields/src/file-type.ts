import { readCell, type Cell } from './csv/cell.ts'
import type { FieldType, FileRules, Json, JsonSchema, Problem, Property } from './field-type.ts'
import { idSchema, parseId } from './reference-type.ts'

/** Files that one value holds at most. */
const MOST = 50
const DEFAULT_MOST = 20
const BYTES_PER_MB = 1 << 20
/** `image/png` or `image/*` */
const mediaTypePattern = '^[a-z]+/(?:[a-z0-9][a-z0-9.+-]{0,99}|\\*)$'

/** The object that ids of files would be of if files were records; no object can have that name. */
const FILE = 'fw_file'

type FileHalf = Omit<FieldType, 'name' | 'label' | 'icon' | 'widget' | 'conformance'>

/**
 * The parts that all fields have in common whose values are files.
 *
 * @param kinds media types that the field takes where its author does not say; empty: all
 */
export function fileHalf(kinds: readonly string[]): FileHalf {
  const rules = (property: Property): FileRules => rulesOf(property, kinds)
  return {
    options: { properties: fileOptions },
    keywords: ['readOnly'],
    complete: (property) =>
      rules(property).many ? { ...property, type: 'array' } : { ...property, type: 'string', format: 'uuid' },
    valueSchema: (property) => schemaOf(rules(property)),
    column: (property) => ({ type: rules(property).many ? 'uuid[]' : 'uuid' }),
    expression: (property) => {
      const one = { kind: 'record', object: FILE } as const
      return rules(property).many ? { kind: 'list', of: one } : one
    },
    files: rules,
    check: (property) => checkAccept(property, kinds),
    normalise: smallLetters,
    sortable: false,
    groupable: false,
    searchable: false,
    measures: ['count'],
    csv: {
      format: formatFiles,
      parse: (cell, property) => readCell(cell, (text) => parseFiles(text, rules(property).many)),
    },
    presentation: { filter: 'presence', speaksForItself: true },
    shownBy: ['multiple'],
    without: ['unique', 'indexed'],
  }
}

const fileOptions: Record<string, JsonSchema> = {
  multiple: { type: 'boolean', description: 'A value is a list of files' },
  maxFiles: { type: 'integer', minimum: 1, maximum: MOST, description: 'Files in a list at most; default 20' },
  accept: {
    description: 'Media types that are taken, such as application/pdf or image/*',
    type: 'array',
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    items: { type: 'string', maxLength: 120, pattern: mediaTypePattern },
  },
  maxSize: { type: 'integer', minimum: 1, maximum: 10_240, description: 'Size of one file at most, in MB' },
}

function rulesOf({ 'x-field': options }: Property, kinds: readonly string[]): FileRules {
  const { multiple, maxFiles, accept, maxSize } = options
  const many = multiple === true
  return {
    many,
    most: many ? Number(maxFiles ?? DEFAULT_MOST) : 1,
    accept: Array.isArray(accept) ? accept.map(String) : [...kinds],
    maxBytes: typeof maxSize === 'number' ? maxSize * BYTES_PER_MB : null,
  }
}

function schemaOf({ many, most }: FileRules): JsonSchema {
  return many ? { type: 'array', items: idSchema, uniqueItems: true, minItems: 1, maxItems: most } : idSchema
}

/** Whether a media type is one of those that a field takes. */
export function isAccepted(type: string, accept: readonly string[]): boolean {
  if (accept.length === 0) return true
  return accept.some((wanted) => wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1))))
}

/** A field for images takes images, whatever else its author says. */
function checkAccept({ 'x-field': { accept } }: Property, kinds: readonly string[]): Problem[] {
  if (!Array.isArray(accept) || kinds.length === 0) return []
  return accept.flatMap((type, at) => {
    if (isAccepted(String(type), kinds)) return []
    const message = {
      en: `${type} is none of the types that this kind of field takes: ${kinds.join(', ')}`,
      'zh-CN': `${type} 不是此类字段可接受的类型：${kinds.join('、')}`,
    }
    return [{ pointer: `/x-field/accept/${at}`, code: 'wrong_media_type', message, params: { type: String(type) } }]
  })
}

function smallLetters(value: Json): Json {
  if (typeof value === 'string') return value.toLowerCase()
  return Array.isArray(value) ? [...new Set(value.map(smallLetters))] : value
}

/** Files that were read are written by name. */
function formatFiles(value: Json): string {
  if (value === null) return ''
  return (Array.isArray(value) ? value : [value]).map(nameOf).join('; ')
}

function nameOf(item: Json): string {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return String(item)
  return String(item.name ?? item.id ?? '')
}

function parseFiles(text: string, many: boolean): Cell {
  if (!many) return parseFile(text)
  const ids: Json[] = []
  for (const part of text.split(/[;；,，\n]/).map((item) => item.trim())) {
    if (part === '') continue
    const parsed = parseFile(part)
    if ('problem' in parsed) return parsed
    ids.push(parsed.value)
  }
  return { value: ids.length > 0 ? smallLetters(ids) : null }
}

function parseFile(text: string): Cell {
  const parsed = parseId(text)
  if (!('problem' in parsed)) return parsed
  return { problem: { en: `“${text}” is not the id of a file.`, 'zh-CN': `“${text}”不是文件编号。` } }
}
