import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'

/**
 * Reads object definitions and records in the source format of another platform (one XML file an object and a field,
 * one JSON file of records an object with `@ref` cross-references) and turns them into definitions and records of ours.
 * What has no counterpart is listed in `unmapped`, never dropped in silence.
 */
export interface ForeignPackage {
  objects: ObjectDefinition[]
  views: Record<string, unknown>[]
  /** records by our object name, in an order in which references resolve */
  records: { object: string; ref: string; values: Record<string, unknown> }[]
  unmapped: { file: string; what: string }[]
}

type ObjectDefinition = { name: string; 'x-object': Record<string, unknown> } & Record<string, unknown>
type Xml = Record<string, unknown>
type Property = Record<string, unknown> & { 'x-field': Record<string, unknown> }

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (tag) => ['value', 'columns'].includes(tag),
})
/** Settings of the other platform that say nothing about data: they have no meaning here and are not reported. */
const silent = new Set([
  'fullName',
  'label',
  'type',
  'required',
  'trackTrending',
  'externalId',
  'unique',
  'relationshipName',
  'relationshipLabel',
  'visibleLines',
])

export function readForeignPackage(folder: string, prefix: string): ForeignPackage {
  const result: ForeignPackage = { objects: [], views: [], records: [], unmapped: [] }
  for (const foreign of readdirSync(join(folder, 'objects')).sort()) {
    result.objects.push(readObject(join(folder, 'objects', foreign), { foreign, prefix, unmapped: result.unmapped }))
    result.views.push(...readViews(join(folder, 'objects', foreign), { foreign, prefix, unmapped: result.unmapped }))
  }
  addMissingTargets(result, folder, prefix)
  result.records.push(...readRecords(folder, prefix, result))
  return result
}

const ours = (foreign: string, prefix: string): string => `${prefix}_${snake(foreign)}`
const snake = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
const both = (text: string) => ({ en: text, 'zh-CN': text })
const readXml = (file: string, root: string): Xml =>
  (parser.parse(readFileSync(file, 'utf8')) as Record<string, Xml>)[root]!

interface Reading {
  foreign: string
  prefix: string
  unmapped: ForeignPackage['unmapped']
}

function readObject(folder: string, reading: Reading): ObjectDefinition {
  const { foreign, prefix, unmapped } = reading
  const xml = readXml(join(folder, `${foreign}.object-meta.xml`), 'CustomObject')
  const nameField = xml.nameField as Xml
  const properties: Record<string, Property> = { name: nameProperty(nameField) }
  const required = nameField.type === 'AutoNumber' ? [] : ['name']
  for (const file of readdirSync(join(folder, 'fields')).sort()) {
    const field = readXml(join(folder, 'fields', file), 'CustomField')
    const name = snake(String(field.fullName))
    properties[name] = { ...fieldProperty(field, { ...reading, file }) }
    if (field.required === 'true' || field.type === 'MasterDetail') required.push(name)
  }
  if (xml.sharingModel === 'ControlledByParent')
    unmapped.push({ file: foreign, what: 'sharingModel ControlledByParent' })
  return {
    name: ours(foreign, prefix),
    title: String(xml.label),
    'x-object': { label: both(String(xml.label)), icon: 'shopping', apps: ['sales'], nameField: 'name', history: true },
    type: 'object',
    required,
    properties,
  }
}

function nameProperty(xml: Xml): Property {
  const label = both(String(xml.label))
  if (xml.type === 'AutoNumber')
    return { type: 'string', 'x-field': { type: 'auto-number', label, format: String(xml.displayFormat), order: 1 } }
  return { type: 'string', maxLength: 80, 'x-field': { type: 'text', label, searchable: true, order: 1 } }
}

function fieldProperty(xml: Xml, reading: Reading & { file: string }): Property {
  const base = { label: both(String(xml.label)) }
  report(xml, reading)
  switch (xml.type) {
    case 'Text':
      return { type: 'string', maxLength: Number(xml.length ?? 255), 'x-field': { type: 'text', ...base } }
    case 'TextArea':
    case 'LongTextArea':
      return {
        type: 'string',
        ...(xml.length ? { maxLength: Number(xml.length) } : {}),
        'x-field': { type: 'long-text', ...base },
      }
    case 'Url':
      return { type: 'string', format: 'uri', 'x-field': { type: 'url', ...base } }
    case 'Number':
      return number(xml, xml.scale === '0' ? { type: 'integer' } : { type: 'decimal', scale: Number(xml.scale) }, base)
    case 'Currency':
      return number(xml, { type: 'money', scale: Number(xml.scale) }, base)
    case 'Picklist':
      return picklist(xml, base)
    case 'Lookup':
    case 'MasterDetail':
      return lookup(xml, reading, base)
    default:
      reading.unmapped.push({ file: reading.file, what: `field type ${String(xml.type)}` })
      return { type: 'string', 'x-field': { type: 'long-text', ...base } }
  }
}

function number(xml: Xml, own: Record<string, unknown>, base: object): Property {
  const bound = 10 ** (Number(xml.precision) - Number(xml.scale)) - 1
  const standard = own.type === 'integer' ? 'integer' : 'number'
  const start = xml.defaultValue === undefined ? {} : { default: Number(xml.defaultValue) }
  return {
    type: standard,
    minimum: -bound,
    maximum: bound,
    ...start,
    'x-field': { ...own, ...base },
  } as unknown as Property
}

function picklist(xml: Xml, base: object): Property {
  const values = ((xml.valueSet as Xml).valueSetDefinition as Xml).value as Xml[]
  const options = Object.fromEntries(
    values.map((value, index) => [String(value.fullName), { order: index + 1, label: both(String(value.label)) }]),
  )
  const start = values.find((value) => value.default === 'true')
  return {
    type: 'string',
    ...(start ? { default: String(start.fullName) } : {}),
    'x-field': { type: 'select', ...base, options },
  }
}

function lookup(xml: Xml, reading: Reading & { file: string }, base: object): Property {
  if (xml.type === 'MasterDetail')
    reading.unmapped.push({ file: reading.file, what: 'MasterDetail becomes a required lookup' })
  const onDelete = xml.deleteConstraint === 'SetNull' ? 'set-null' : 'restrict'
  return {
    type: 'string',
    format: 'uuid',
    'x-field': { type: 'lookup', ...base, object: ours(String(xml.referenceTo), reading.prefix), onDelete },
  }
}

const mapped = new Set(['length', 'precision', 'scale', 'defaultValue', 'valueSet', 'referenceTo', 'deleteConstraint'])
function report(xml: Xml, { file, unmapped }: Reading & { file: string }): void {
  for (const key of Object.keys(xml))
    if (!silent.has(key) && !mapped.has(key)) unmapped.push({ file, what: `${key} = ${String(xml[key])}` })
}

function readViews(folder: string, { foreign, prefix, unmapped }: Reading): Record<string, unknown>[] {
  if (!readdirSync(folder).includes('listViews')) return []
  return readdirSync(join(folder, 'listViews')).map((file) => {
    const xml = readXml(join(folder, 'listViews', file), 'ListView')
    if (xml.filterScope !== 'Everything') unmapped.push({ file, what: `filterScope ${String(xml.filterScope)}` })
    const columns = (xml.columns as string[]).map((column, index) => [
      column === 'NAME' ? 'name' : snake(column),
      { order: index + 1 },
    ])
    return {
      name: `${prefix}_${snake(String(xml.fullName))}`,
      object: ours(foreign, prefix),
      label: both(String(xml.label)),
      type: 'table',
      default: true,
      columns: Object.fromEntries(columns),
    }
  })
}

interface RecordFile {
  records: ({ attributes: { type: string; referenceId: string } } & Record<string, unknown>)[]
}

/** Records of an object that the package only refers to (a standard object there) get a definition from their values. */
function addMissingTargets(result: ForeignPackage, folder: string, prefix: string): void {
  const known = new Set(result.objects.map((object) => object.name))
  for (const file of recordFiles(folder)) {
    const [first] = file.records
    const name = first ? ours(first.attributes.type, prefix) : null
    if (!first || !name || known.has(name)) continue
    const keys = new Set(file.records.flatMap((record) => Object.keys(record)).filter((key) => key !== 'attributes'))
    result.unmapped.push({
      file: first.attributes.type,
      what: 'no definition in the package: fields taken from its records, as text',
    })
    result.objects.unshift(textObject(name, first.attributes.type, [...keys]))
  }
}

function textObject(name: string, label: string, keys: string[]): ObjectDefinition {
  const properties = keys.map((key) => [snake(key), { type: 'string', 'x-field': { type: 'text', label: both(key) } }])
  return {
    name,
    title: label,
    'x-object': { label: both(label), apps: ['sales'], nameField: 'name' },
    type: 'object',
    required: ['name'],
    properties: Object.fromEntries(properties),
  }
}

function recordFiles(folder: string): RecordFile[] {
  const plan = JSON.parse(readFileSync(join(folder, 'data', 'sample-data-plan.json'), 'utf8')) as { files: string[] }[]
  return plan
    .flatMap((step) => step.files)
    .map((file) => JSON.parse(readFileSync(join(folder, 'data', file), 'utf8')) as RecordFile)
}

function readRecords(folder: string, prefix: string, result: ForeignPackage): ForeignPackage['records'] {
  return recordFiles(folder).flatMap((file) =>
    file.records.map(({ attributes, ...values }) => {
      const object = ours(attributes.type, prefix)
      const properties = result.objects.find((entry) => entry.name === object)!.properties as Record<string, Property>
      const entries = Object.entries(values).map(([key, value]) => [snake(key), value] as const)
      for (const [key] of entries)
        if (!properties[key]) result.unmapped.push({ file: attributes.type, what: `value of ${key}` })
      return {
        object,
        ref: attributes.referenceId,
        values: Object.fromEntries(entries.filter(([key]) => properties[key])),
      }
    }),
  )
}
