import type { ColumnSpec, FieldType, JsonSchema, Property } from '@fieldwork/fields'
import { say } from '../errors.ts'

/** What the code of a type said of one of its examples. */
interface Example {
  property: Property
  complete: Property
  valueSchema: JsonSchema
  column: Pick<ColumnSpec, 'type' | 'default'> | null
  /** of the column's index, with `COLUMN` in it */
  index?: string | undefined
  expression: ReturnType<FieldType['expression']>
  reference?: string | undefined
  targets?: ReturnType<NonNullable<FieldType['targets']>> | undefined
  files?: ReturnType<NonNullable<FieldType['files']>> | undefined
  choices?: ReturnType<NonNullable<FieldType['choices']>> | undefined
}

const plainParts = [
  'name',
  'label',
  'icon',
  'options',
  'keywords',
  'isMaster',
  'computed',
  'sortable',
  'groupable',
  'searchable',
  'measures',
  'widget',
  'presentation',
  'shownBy',
  'without',
] as const satisfies readonly (keyof FieldType)[]

type PlainType = Pick<FieldType, (typeof plainParts)[number]>

/** A field type as data: enough to find and show what fields of it hold, not enough to write to them. */
export interface OutlinedType extends PlainType {
  examples: Example[]
  /** SQL with `COLUMN` in it */
  searchText?: string | undefined
  preview?: string | undefined
}

const COLUMN = '"fw_outlined_column"'

/** What can be said of a type without its code. */
export function outlineType(type: FieldType): OutlinedType {
  const plain = Object.fromEntries(plainParts.map((part) => [part, type[part]])) as unknown as PlainType
  return {
    ...plain,
    examples: type.conformance.map(({ property }) => exampleOf(type, property)),
    searchText: type.searchText?.(COLUMN),
    preview: type.preview?.(COLUMN),
  }
}

function exampleOf(type: FieldType, property: Property): Example {
  const complete = type.complete(property)
  const column = type.column(complete)
  return {
    property,
    complete,
    valueSchema: type.valueSchema(complete),
    column: column && { type: column.type, ...(column.default !== undefined && { default: column.default }) },
    index: column?.index?.(COLUMN),
    expression: type.expression(complete),
    reference: type.reference?.(complete),
    targets: type.targets?.(complete),
    files: type.files?.(complete),
    choices: type.choices?.(complete),
  }
}

/**
 * A type whose code is not there: values are read as they are stored, none is entered. A field is taken for the one
 * among the type's examples that it is most like.
 */
export function typeOfOutline({ examples, searchText, preview, ...plain }: OutlinedType, plugin: string): FieldType {
  const has = (part: 'reference' | 'targets' | 'files' | 'choices') => examples.some((each) => each[part] !== undefined)
  const like = (property: Property) => mostLike(examples, property)
  const refusal = {
    code: 'plugin/broken',
    message: say(
      `No value can be entered while the plugin “${plugin}” does not work`,
      `插件“${plugin}”无法工作期间不能填写该字段`,
    ),
  }
  return {
    ...plain,
    complete: (property) => completed(like(property), property),
    valueSchema: (property) => like(property).valueSchema,
    column: (property) => {
      const { column, index } = like(property)
      return column && { ...column, ...(index !== undefined && { index: over(index) }) }
    },
    expression: (property) => like(property).expression,
    ...(has('reference') && { reference: (property) => like(property).reference ?? '' }),
    ...(has('targets') && { targets: (property) => like(property).targets ?? { objects: [], many: false } }),
    ...(has('files') && { files: (property) => like(property).files ?? noFiles }),
    ...(has('choices') && { choices: (property) => like(property).choices ?? [] }),
    // what the definition gives by itself was right when it was published
    refuse: (value, property) => (JSON.stringify(value) === JSON.stringify(property.default) ? null : refusal),
    csv: {
      format: (value) => (value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)),
      parse: (cell) => (cell.trim() === '' ? { value: null } : { problem: refusal.message }),
    },
    ...(searchText !== undefined && { searchText: over(searchText) }),
    ...(preview !== undefined && { preview: over(preview) }),
    conformance: [],
  }
}

/** SQL over the column that there is. */
const over = (sql: string) => (column: string) => sql.replaceAll(COLUMN, column)

const noFiles = { many: false, most: 1, accept: [], maxBytes: null }

function completed({ complete }: Example, property: Property): Property {
  const { label: _label, help: _help, order: _order, ...options } = complete['x-field']
  return { ...complete, ...property, 'x-field': { ...options, ...property['x-field'] } }
}

/** The example that has the most in common with a property; the first of several. Throws Error where there is none. */
function mostLike(examples: readonly Example[], property: Property): Example {
  const scored = examples.map((example) => ({ example, score: likeness(example.property, property) }))
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one))
  return best.example
}

function likeness({ 'x-field': options, ...keywords }: Property, property: Property): number {
  const { 'x-field': found, ...own } = property
  const parts = [...pairs(options, found), ...pairs(keywords, own)]
  return parts.reduce((sum, isSame) => sum + (isSame ? 1 : -1), 0)
}

const pairs = (wanted: object, found: object): boolean[] =>
  Object.entries(wanted).map(
    ([key, value]) => JSON.stringify(value) === JSON.stringify((found as Record<string, unknown>)[key]),
  )
