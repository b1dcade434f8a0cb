import { createHash } from 'node:crypto'
import { OWNER_DEPARTMENT, RECORD_TYPE } from '@fieldwork/metadata'
import type { Catalog, CompiledDuplicateRule, CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { LocalizedText, UniqueOptions } from '@fieldwork/fields'
import { helperColumns } from '../roll-ups/helper-columns.ts'
import { relationsFrom } from '../roll-ups/relations.ts'
import { matchKeySql } from '../write/match-key.ts'
import { quoteName } from '../query/sql-text.ts'
import { shapeSql } from './json-shape.ts'
import { constraintName } from './names.ts'
import { canonicalType } from './sql-type.ts'
import { isUnique, keyParts, uniqueKeySql, uniqueOptions, uniqueSuffix, uniqueTogether } from './unique-key.ts'

/** What decides whether a column can hold a field's values: its type, and for lookups whose ids they are. */
export interface Signature {
  /** as `format_type` spells it */
  type: string
  /** the table referred to */
  reference: string | null
}

export interface DesiredColumn extends Signature {
  /** fields carry their own label and get their column's name from the planner; others are the platform's own */
  field: { name: string; label: LocalizedText } | null
  name: string
  default: string | null
  notNull: boolean
  unique: boolean
  /** what makes no difference to it */
  alike?: UniqueOptions | null
  indexed: boolean
  /** what follows `on <table>` of its index, from the quoted column; default: a plain one, of lists GIN */
  index?: (column: string) => string
  /** condition on a value of jsonb: it has the shape of the field's type; absent: any value has it */
  fits?: (value: string) => string
  /** its values follow from other records: they are made anew, never converted */
  derived?: boolean
}

export interface DesiredTable {
  object: string
  name: string
  label: LocalizedText
  columns: DesiredColumn[]
  hasOwner: boolean
  /** lists of fields by which the extremes among the records of one parent are found */
  extremes: string[][]
  /** what is looked for together: field names with the keys they are compared by */
  matches: CompiledDuplicateRule['match'][]
  /** what is unique together */
  uniques: DesiredUnique[]
}

export interface DesiredUnique {
  name: string
  /** of fields */
  parts: { field: string; alike: UniqueOptions | null }[]
  /** what makes no difference between texts */
  alike: UniqueOptions | null
}

const own = (name: string, type: string, rest: Partial<DesiredColumn> = {}): DesiredColumn => ({
  field: null,
  name,
  type: canonicalType(type),
  reference: null,
  default: null,
  notNull: false,
  unique: false,
  indexed: false,
  ...rest,
})

/** `created_by` and its like need no foreign key: the platform writes them itself, and each key costs every insert. */
const standardColumns: readonly DesiredColumn[] = [
  own('id', 'uuid', { notNull: true }),
  own('version', 'integer', { notNull: true, default: '1' }),
  own('created_at', 'timestamptz', { notNull: true, default: 'now()' }),
  own('created_by', 'uuid'),
  own('updated_at', 'timestamptz', { notNull: true, default: 'now()' }),
  own('updated_by', 'uuid'),
  own('deleted_at', 'timestamptz'),
  own('deleted_by', 'uuid'),
]

/** Columns of shipped objects that the platform keeps for itself: no fields, so no caller sees or writes them. */
const privateColumns: Record<string, readonly DesiredColumn[]> = {
  user: [own('roles', 'text[]', { notNull: true, default: `'{}'::text[]` })],
}

/**
 * The tables the catalog needs, in the order of their names.
 *
 * @param only names of objects; null: all
 */
export function desiredTables(catalog: Catalog, only: ReadonlySet<string> | null): DesiredTable[] {
  const objects = [...catalog.objects.values()].filter(({ name }) => only === null || only.has(name))
  return objects.map((object) => desiredTable(catalog, object)).sort(byName)
}

function desiredTable(catalog: Catalog, object: CompiledObject): DesiredTable {
  const owner = own('owner', 'uuid', { reference: catalog.objects.get('user')?.table ?? null })
  const fields = [...object.fields.values()].flatMap((field) => [
    ...fieldColumn(catalog, object, field),
    ...helpersOf(catalog, field),
  ])
  return {
    object: object.name,
    name: object.table,
    label: object.label,
    columns: [
      ...standardColumns,
      ...(object.hasOwner ? [owner, ...departmentColumn(catalog, object)] : []),
      ...(privateColumns[object.name] ?? []),
      ...fields,
    ],
    hasOwner: object.hasOwner,
    extremes: extremesOf(catalog, object),
    matches: object.duplicates.map(({ match }) => match),
    uniques: object.uniques.map((unique) => ({
      name: unique.name,
      parts: keyParts(object, unique).map(({ field, alike }) => ({ field: field.name, alike })),
      alike: unique.alike,
    })),
  }
}

/** The department that a record belongs to, where there are departments. */
const departmentColumn = (catalog: Catalog, { fields }: CompiledObject): DesiredColumn[] =>
  fields.has(OWNER_DEPARTMENT)
    ? [own(OWNER_DEPARTMENT, 'uuid', { reference: catalog.objects.get('department')?.table ?? null })]
    : []

/** Required is the validator's affair, not NOT NULL's: rows older than the requirement must stay writable. */
function fieldColumn(catalog: Catalog, object: CompiledObject, field: CompiledField): DesiredColumn[] {
  const column = field.type.column(field.property)
  if (field.system || column === null) return []
  const { indexed = false } = field.property['x-field']
  const rest = {
    field: { name: field.name, label: field.label },
    reference: field.reference === null ? null : (catalog.objects.get(field.reference)?.table ?? null),
    default: column.default ?? firstType(object, field),
    unique: isUnique(field),
    alike: uniqueOptions(field),
    indexed: indexed || isWatched(catalog, object, field) || field.reference !== null || field.targets !== null,
    ...(column.index && { index: column.index }),
    derived: field.rollUp !== null,
    ...shapeOf(field),
  }
  return [own(field.column ?? field.name, column.type, rest)]
}

/** Dates by which workflows begin are looked for each minute. */
const isWatched = ({ workflows }: Catalog, { name: object }: CompiledObject, { name }: CompiledField): boolean =>
  [...workflows.values()].some(
    ({ object: of, trigger }) => of === object && trigger.type === 'relative-date' && trigger.field === name,
  )

/** What values of a type that is stored as jsonb look like. */
export function shapeOf({ type, property }: Pick<CompiledField, 'type' | 'property'>): Pick<DesiredColumn, 'fits'> {
  if (type.column(property)?.type !== 'jsonb') return {}
  const schema = type.valueSchema(property)
  return shapeSql(schema, 'v') === null ? {} : { fits: (value) => shapeSql(schema, value)! }
}

/** Records older than the types are of the default one, without a rewrite of the table. */
const firstType = ({ recordTypes }: CompiledObject, { name }: CompiledField): string | null =>
  recordTypes && name === RECORD_TYPE ? `'${recordTypes.default}'::text` : null

/** Columns beside their own that roll-ups need. */
function helpersOf(catalog: Catalog, field: CompiledField): DesiredColumn[] {
  const { rollUp } = field
  const by = rollUp?.by == null ? undefined : catalog.object(rollUp.object).fields.get(rollUp.by)
  return helperColumns(field, by).map(({ name, type, default: filling }) => own(name, type, { default: filling }))
}

function extremesOf(catalog: Catalog, object: CompiledObject): string[][] {
  const lists = relationsFrom(catalog, object.name).flatMap(({ via, rollUps }) =>
    rollUps.flatMap(({ rollUp: { function: name, field, by } }) => {
      if (name === 'latest') return [[via.name, by ?? 'created_at', 'id']]
      const isStored = field !== null && object.fields.get(field)?.column != null
      return isStored && (name === 'min' || name === 'max') ? [[via.name, field]] : []
    }),
  )
  return [...new Map(lists.map((list) => [list.join(), list])).values()]
}

const byName = (a: DesiredTable, b: DesiredTable): number => (a.name < b.name ? -1 : 1)

export interface DesiredIndex {
  name: string
  unique: boolean
  /** what follows the table's name: columns and predicate */
  definition: string
  /** what a uniqueness is about, where the plan must look for duplicates first */
  key: UniqueKey | null
}

/** Columns whose values are unique, alone or together. */
export interface UniqueKey {
  /** of `x-object.unique`; null: a field that is unique by itself */
  name: string | null
  parts: { column: DesiredColumn; alike: UniqueOptions | null }[]
}

const live = 'where deleted_at is null'

/** Indexes of a table whose columns have got their names. */
export function desiredIndexes(table: DesiredTable): DesiredIndex[] {
  const index = (column: string, definition: string): DesiredIndex => ({
    name: constraintName('index', table.name, column),
    unique: false,
    definition,
    key: null,
  })
  return [
    index('created_at', `(created_at desc, id desc) ${live}`),
    ...(table.hasOwner ? [index('owner', `(owner, created_at desc, id desc) ${live}`)] : []),
    ...(table.columns.some(({ name, field }) => field === null && name === OWNER_DEPARTMENT)
      ? [index(OWNER_DEPARTMENT, `(${OWNER_DEPARTMENT}, created_at desc, id desc) ${live}`)]
      : []),
    ...table.extremes.map((fields) => extremeIndex(table, fields)),
    ...table.columns.flatMap((column) => {
      if (column.unique) return [uniqueIndex(table, column)]
      return column.indexed ? [index(column.name, indexed(column))] : []
    }),
    ...table.uniques.map((unique) => uniqueTogetherIndex(table, unique)),
    ...matchIndexes(table),
  ]
}

/** Named by what it is built on, since an index of the same name is taken for the same. */
function matchIndexes(table: DesiredTable): DesiredIndex[] {
  const columnOf = (field: string) => table.columns.find((column) => column.field?.name === field)?.name ?? field
  const definitions = table.matches.map((match) => {
    const keys = match.map(({ field, normalise }) => matchKeySql(normalise, quoteName(columnOf(field))))
    return `(${keys.join(', ')}) ${live}`
  })
  return [...new Set(definitions)].map((definition) => ({
    name: constraintName('index', table.name, `match_${hashOf(definition)}`),
    unique: false,
    definition,
    key: null,
  }))
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** A list is looked for by what it holds. */
const indexed = ({ name, type, index }: DesiredColumn): string =>
  index?.(`"${name}"`) ?? `${type.endsWith('[]') ? 'using gin ' : ''}("${name}")`

/** Deleting the greatest of 20,000 records costs one look into it. */
function extremeIndex(table: DesiredTable, fields: string[]): DesiredIndex {
  const columns = fields.map((field) => table.columns.find((column) => column.field?.name === field)?.name ?? field)
  const name = constraintName('extreme', table.name, columns.join('__'))
  return {
    name,
    unique: false,
    definition: `(${columns.map((column) => `"${column}"`).join(', ')}) ${live}`,
    key: null,
  }
}

function uniqueIndex(table: DesiredTable, column: DesiredColumn): DesiredIndex {
  const { alike = null } = column
  const name = constraintName('unique', table.name, column.name + uniqueSuffix(alike))
  const key = uniqueKeySql(alike, `"${column.name}"`)
  return {
    name,
    unique: true,
    definition: `(${alike ? `(${key})` : key}) ${live}`,
    key: { name: null, parts: [{ column, alike }] },
  }
}

function uniqueTogetherIndex(table: DesiredTable, { name, parts, alike }: DesiredUnique): DesiredIndex {
  const keyed = parts.flatMap(({ field, alike: ignored }) => {
    const column = table.columns.find((each) => each.field?.name === field)
    return column ? [{ column, alike: ignored }] : []
  })
  const columns = keyed.map(({ column }) => column.name)
  const keys = keyed.map((part) => `(${uniqueKeySql(part.alike, `"${part.column.name}"`)})`)
  return {
    name: constraintName('unique', table.name, uniqueTogether(columns, alike)),
    unique: true,
    definition: `(${keys.join(', ')}) ${live}`,
    key: { name, parts: keyed },
  }
}
