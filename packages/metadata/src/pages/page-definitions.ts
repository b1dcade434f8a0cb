import type { AppDocument } from '../generated/app.ts'
import type { Block, LayoutDocument } from '../generated/layout.ts'
import type { ViewDocument } from '../generated/view.ts'
import type { Complete } from '../normal.ts'

export type { GroupItem, Item as AppItem, ObjectItem } from '../generated/app.ts'
export type {
  FieldBlock,
  Block as LayoutBlock,
  LineColumn,
  LinesBlock,
  RelatedListBlock,
  SectionBlock,
  SummaryBlock,
  TextBlock,
} from '../generated/layout.ts'
export type { Column as ViewColumn } from '../generated/view.ts'

/** A view in normal form. */
export type ViewDefinition = Complete<ViewDocument, 'label' | 'type' | 'default' | 'order'>

/** A layout in normal form. */
export type LayoutDefinition = Complete<LayoutDocument, 'label'>

/** What a layout is for. */
export type LayoutPurpose = LayoutDocument['purpose']

/** Where a block stands, in cells of its grid: 24 columns, rows as needed. */
export type GridPlace = Pick<Block, 'x' | 'y' | 'w' | 'h'>

/** An app (a menu) in normal form. */
export type AppDefinition = Complete<AppDocument, 'label' | 'icon' | 'order'>
