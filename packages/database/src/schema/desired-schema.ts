import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'
import { constraintName } from './names.ts'
import { canonicalType } from './sql-type.ts'

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
  indexed: boolean
  /** what follows `on <table>` of its index, from the quoted column; default: a plain one, of lists GIN */
  index?: (column: string) => string
}

export interface DesiredTable {
  object: string
  name: string
  label: LocalizedText
  columns: DesiredColumn[]
  hasOwner: boolean
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

/** The tables the catalog needs, in the order of their names. */
export function desiredTables(catalog: Catalog): DesiredTable[] {
  return [...catalog.objects.values()].map((object) => desiredTable(catalog, object)).sort(byName)
}

function desiredTable(catalog: Catalog, object: CompiledObject): DesiredTable {
  const owner = own('owner', 'uuid', { reference: catalog.objects.get('user')?.table ?? null })
  const fields = [...object.fields.values()].flatMap((field) => fieldColumn(catalog, field) ?? [])
  return {
    object: object.name,
    name: object.table,
    label: object.label,
    columns: [
      ...standardColumns,
      ...(object.hasOwner ? [owner] : []),
      ...(privateColumns[object.name] ?? []),
      ...fields,
    ],
    hasOwner: object.hasOwner,
  }
}

/** Required is the validator's affair, not NOT NULL's: rows older than the requirement must stay writable. */
function fieldColumn(catalog: Catalog, field: CompiledField): DesiredColumn | null {
  const column = field.type.column(field.property)
  if (field.system || column === null) return null
  const { unique = field.type.computed === 'sequence', indexed = false } = field.property['x-field']
  return own(field.column ?? field.name, column.type, {
    field: { name: field.name, label: field.label },
    reference: field.reference === null ? null : (catalog.objects.get(field.reference)?.table ?? null),
    default: column.default ?? null,
    unique,
    indexed: indexed || field.reference !== null || field.targets !== null,
    ...(column.index && { index: column.index }),
  })
}

const byName = (a: DesiredTable, b: DesiredTable): number => (a.name < b.name ? -1 : 1)

export interface DesiredIndex {
  name: string
  unique: boolean
  /** what follows the table's name: columns and predicate */
  definition: string
  /** the column a uniqueness is about, where the plan must look for duplicates first */
  column: DesiredColumn | null
}

const live = 'where deleted_at is null'

/** Indexes of a table whose columns have got their names. */
export function desiredIndexes(table: DesiredTable): DesiredIndex[] {
  const index = (column: string, definition: string): DesiredIndex => ({
    name: constraintName('index', table.name, column),
    unique: false,
    definition,
    column: null,
  })
  return [
    index('created_at', `(created_at desc, id desc) ${live}`),
    ...(table.hasOwner ? [index('owner', `(owner, created_at desc, id desc) ${live}`)] : []),
    ...table.columns.flatMap((column) => {
      if (column.unique) return [uniqueIndex(table, column)]
      return column.indexed ? [index(column.name, indexed(column))] : []
    }),
  ]
}

/** A list is looked for by what it holds. */
const indexed = ({ name, type, index }: DesiredColumn): string =>
  index?.(`"${name}"`) ?? `${type.endsWith('[]') ? 'using gin ' : ''}("${name}")`

function uniqueIndex(table: DesiredTable, column: DesiredColumn): DesiredIndex {
  const name = constraintName('unique', table.name, column.name)
  return { name, unique: true, definition: `("${column.name}") ${live}`, column }
}
