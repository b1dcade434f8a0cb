// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * A block
 */
export type Block =
  | PrintFieldBlock
  | PrintSectionBlock
  | PrintTextBlock
  | PrintLinesBlock
  | PrintTotalsBlock
  | PrintImageBlock
  | PrintBarcodeBlock
  | PrintSignatureBlock
  | PrintRuleBlock
/**
 * A field, or a field of a referred record such as customer.name
 */
export type Path = string
/**
 * Key of a block
 */
export type Key = string
/**
 * An expression in CEL syntax over the fields of the record
 */
export type Expression = string

/**
 * How a record is printed, on a grid of 24 columns
 */
export interface PrintTemplateDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  /**
   * The object whose records it prints
   */
  object: Name
  /**
   * Only for records of this type
   */
  recordType?: Name
  label?: Label
  /**
   * Position among the templates of an object; the first is offered first
   */
  order?: number
  /**
   * false: offered no more
   */
  active?: boolean
  /**
   * Size of the paper
   */
  paper?: 'A3' | 'A4' | 'A5' | 'letter'
  /**
   * Upright or across
   */
  orientation?: 'portrait' | 'landscape'
  /**
   * Space around, in mm
   */
  margin?: number
  /**
   * Size of the letters in points
   */
  size?: number
  /**
   * The language it is printed in; left out: that of who prints
   */
  language?: 'en' | 'zh-CN'
  /**
   * true: who prints it and when stands faintly across every page. Left out: it does not, as on papers for customers; where no template is drawn it always does
   */
  watermark?: boolean
  /**
   * Name of the file, without its ending
   */
  fileName?: Template
  header?: Margin
  footer?: Margin
  /**
   * Blocks by key
   */
  blocks: {
    [k: string]: Block
  }
}
/**
 * A text for people in both languages
 */
export interface Label {
  /**
   * English
   */
  en: string
  /**
   * Chinese
   */
  'zh-CN': string
}
/**
 * A text in both languages; {{ expression }} puts in what the record says
 */
export interface Template {
  /**
   * English
   */
  en: string
  /**
   * Chinese
   */
  'zh-CN': string
}
/**
 * What stands on every page: {{ page }} and {{ pages }} count them
 */
export interface Margin {
  /**
   * On the left
   */
  left?: Template
  /**
   * In the middle
   */
  center?: Template
  /**
   * On the right
   */
  right?: Template
}
/**
 * A field with its label
 */
export interface PrintFieldBlock {
  type: 'field'
  /**
   * A field, or a field of a referred record such as customer.name
   */
  field: Path
  /**
   * Instead of the field's own label
   */
  label?: Label
  /**
   * Where the label stands; left when left out
   */
  labelPlace?: 'left' | 'top' | 'none'
  /**
   * Another way to write the value: an amount in the words of Chinese accounts (壹佰元整)
   */
  as?: 'chinese-amount'
  /**
   * Where it stands in its place
   */
  align?: 'left' | 'center' | 'right'
  /**
   * Printed bold
   */
  bold?: boolean
  /**
   * Size of the letters in points
   */
  size?: number
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A group of blocks under a heading, with a grid of its own
 */
export interface PrintSectionBlock {
  type: 'section'
  label?: Label
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A text, with parts of the record in {{ }}
 */
export interface PrintTextBlock {
  type: 'text'
  text: Template
  /**
   * Where it stands in its place
   */
  align?: 'left' | 'center' | 'right'
  /**
   * Printed bold
   */
  bold?: boolean
  /**
   * Size of the letters in points
   */
  size?: number
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * The lines of the record as a table; its head is repeated on each page. It stands alone in its rows
 */
export interface PrintLinesBlock {
  type: 'lines'
  /**
   * The collection of lines, e.g. lines
   */
  collection: Name
  label?: Label
  /**
   * With a first column that counts
   */
  numbered?: boolean
  /**
   * Columns by field of the line, or by path such as product.code, in the order of `order`; left out: as the platform shows them
   */
  columns?: {
    [k: string]: PrintColumn
  }
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A column of a printed table
 */
export interface PrintColumn {
  /**
   * Position, smallest first
   */
  order: number
  /**
   * Instead of the field's own label
   */
  label?: Label
  /**
   * Share of the width; left out: by its values
   */
  width?: number
  /**
   * Where it stands in its place
   */
  align?: 'left' | 'center' | 'right'
  /**
   * Added up in the last row
   */
  total?: boolean
}
/**
 * Values below each other, to the right: what is to be paid
 */
export interface PrintTotalsBlock {
  type: 'totals'
  /**
   * Values by field or path, in the order of `order`
   */
  fields: {
    [k: string]: PrintTotal
  }
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A value among totals
 */
export interface PrintTotal {
  /**
   * Position, smallest first
   */
  order: number
  /**
   * Instead of the field's own label
   */
  label?: Label
  /**
   * Printed bold
   */
  bold?: boolean
}
/**
 * A picture: of a field, or one of its own such as a logo
 */
export interface PrintImageBlock {
  type: 'image'
  /**
   * A field that holds a picture (PNG or JPEG)
   */
  field?: Path
  /**
   * The picture itself, PNG or JPEG, as a data address
   */
  data?: string
  /**
   * Where it stands in its place
   */
  align?: 'left' | 'center' | 'right'
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A barcode or QR code
 */
export interface PrintBarcodeBlock {
  type: 'barcode'
  /**
   * What it says: an expression over the record
   */
  value: Expression
  /**
   * Its kind; qr when left out
   */
  symbology?: 'qr' | 'code128' | 'ean13' | 'datamatrix'
  /**
   * The value is written below
   */
  caption?: boolean
  /**
   * Where it stands in its place
   */
  align?: 'left' | 'center' | 'right'
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A line to sign on
 */
export interface PrintSignatureBlock {
  type: 'signature'
  label: Label
  /**
   * With a place for the date
   */
  date?: boolean
  /**
   * With a place for the seal
   */
  seal?: boolean
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A line across
 */
export interface PrintRuleBlock {
  type: 'rule'
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows; text grows beyond them, pictures fill them (8 mm each)
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Printed only while this holds
   */
  visibleWhen?: Expression
}
