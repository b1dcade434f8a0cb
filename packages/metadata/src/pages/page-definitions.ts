import type { LocalizedText, Measure } from '@fieldwork/fields'

export interface ViewColumn {
  /** position among the columns */
  order: number
  /** pixels */
  width?: number
  /** stays in place while the table scrolls sideways */
  frozen?: boolean
  /** shown under the column, over all records of the view */
  aggregate?: Measure
}

/** A view in normal form. */
export interface ViewDefinition {
  name: string
  object: string
  label: LocalizedText
  type: 'table'
  /** by field path */
  columns: Record<string, ViewColumn>
  filter?: string
  /** field paths, `-` before a descending one */
  sort?: string
  default: boolean
  order: number
}

/** Where a block stands, in cells of its grid: 24 columns, rows as needed. */
export interface GridPlace {
  x: number
  y: number
  w: number
  h: number
}

interface BlockBase extends GridPlace {
  /** the section block in whose own grid this one stands */
  section?: string
  visibleWhen?: string
}

export interface FieldBlock extends BlockBase {
  type: 'field'
  field: string
  label?: LocalizedText
  requiredWhen?: string
  readOnlyWhen?: string
}

export interface SectionBlock extends Omit<BlockBase, 'section'> {
  type: 'section'
  label?: LocalizedText
}

export interface TextBlock extends BlockBase {
  type: 'text'
  text: LocalizedText
}

export interface RelatedListBlock extends BlockBase {
  type: 'related-list'
  label?: LocalizedText
  object: string
  /** the field of that object which refers to this record */
  via: string
}

export type LayoutBlock = FieldBlock | SectionBlock | TextBlock | RelatedListBlock

/** What a layout is for. */
export type LayoutPurpose = 'form' | 'detail'

/** A layout in normal form. */
export interface LayoutDefinition {
  name: string
  object: string
  purpose: LayoutPurpose
  label: LocalizedText
  blocks: Record<string, LayoutBlock>
}

export interface AppItem {
  type: 'object' | 'group'
  object?: string
  view?: string
  label?: LocalizedText
  /** the group item it stands in */
  group?: string
  order: number
}

/** An app (a menu) in normal form. */
export interface AppDefinition {
  name: string
  label: LocalizedText
  icon: string
  order: number
  items: Record<string, AppItem>
}
