import type { ExprType, LocalizedText } from '@fieldwork/expressions'

import type { FieldInfo } from '@fieldwork/ui'

import type { Json } from '../model/definitions.ts'

/** A field in short, as the catalog lists it. */
export interface CatalogField {
  name: string
  type: string
  label: LocalizedText
  required: boolean
  readOnly: boolean
  /** takes the whole width of a form */
  isLong: boolean
  /** made by the platform: id, version, created_at … */
  system: boolean
  /** the object referred to */
  reference: string | null
  /** the objects that a list of records or a related record may point to; `*` for all */
  targets: string[] | null
  /** what becomes of the record when one that it points to is deleted */
  onDelete: string | null
  /** its values are hidden from who may not see them in clear */
  sensitive: boolean
  /** how expressions see a value; null where it is still to be computed from the draft */
  expression: ExprType | null
}

/** An object in short. */
export interface CatalogObject {
  name: string
  label: LocalizedText
  icon: string
  shipped: boolean
  customised: boolean
  /** its records are made by the platform only */
  managed: boolean
  nameField: string
  /** the lookup by which its records form trees */
  hierarchy: string | null
  fields: CatalogField[]
  /** the objects that refer to this one, by the name of the collection */
  collections: CatalogCollection[]
  hasOwner: boolean
  /** the object whose records its own are parts of */
  master: string | null
  /** by management dimension: the path to a record's values of it */
  dimensions: Record<string, string>
  /** the lookup to a record that has to be seen too */
  through: string | null
  /** the parameter that says whether whose its records are counts */
  parameter: string | null
  /** the apps that have it in their menus */
  apps: string[]
}

/** Records of another object that refer to this one. */
export interface CatalogCollection {
  name: string
  object: string
  /** the field by which they refer */
  field: string
  /** they are parts of this one's records */
  isLines: boolean
}

/** The options of a field type, as JSON Schema. */
export interface OptionsSchema {
  properties: Record<string, Json>
  required?: string[]
}

/** A kind of field. */
export interface CatalogFieldType {
  name: string
  label: LocalizedText
  icon: string
  widget: string
  /** JSON Schema keywords of the value that may be set */
  keywords: string[]
  options: OptionsSchema
  /** what a column of it can be added up by */
  measures: string[]
  sortable: boolean
  /** how the platform makes the value; null where people enter it */
  computed: string | null
  /** free-text search can look into it */
  searchable: boolean
  /** common options that make no sense for it */
  without: string[]
  /** how much of a hidden value can be shown; none: it cannot be sensitive */
  masks: string[]
  /** a unique field may overlook differences such as those of case */
  overlooks: boolean
  /** its values can name a record */
  naming: boolean
  presentation: FieldInfo['presentation']
  /** how expressions see a value of an example of the type */
  expression: ExprType
}

/** `GET /api/catalog` */
export interface CatalogAnswer {
  revision: number
  objects: CatalogObject[]
  fieldTypes: CatalogFieldType[]
}

/** `GET /api/metadata/{kind}` */
export interface DefinitionList<T> {
  data: T[]
  /** by name: the layers that have a part in the document */
  layers: Record<string, string[]>
}

/** An app (a menu) that objects can join. */
export interface AppDefinition {
  name: string
  label: LocalizedText
  icon?: string
  order?: number
}
