import type { Json } from '@fieldwork/fields'
import type { CompiledField, LocalizedText, PrintColumn } from '@fieldwork/metadata'

/** A value of a record, with what it takes to write it. */
export interface PrintedValue {
  field: CompiledField
  label: string
  value: Json
}

/** A column of printed lines. */
export interface PrintedColumn {
  path: string
  field: CompiledField
  label: string
  look: Partial<PrintColumn>
}

/** Lines of a record. */
export interface PrintedLines {
  columns: readonly PrintedColumn[]
  rows: readonly Readonly<Record<string, Json>>[]
}

/** A picture, or why there is none. */
export type PrintedPicture = { content: Buffer } | { refusal: LocalizedText }

/** Everything that a template prints of one record, as far as the actor may print it. */
export interface Content {
  /** what people call the record */
  title: string
  /** by path; absent: hidden from the actor */
  values: ReadonlyMap<string, PrintedValue>
  /** by block; absent: hidden from the actor */
  lines: ReadonlyMap<string, PrintedLines>
  /** by expression, in words */
  results: ReadonlyMap<string, string>
  /** by block */
  pictures: ReadonlyMap<string, PrintedPicture>
  /** keys of blocks whose condition does not hold */
  hidden: ReadonlySet<string>
  wording: { locale: 'en' | 'zh-CN'; timeZone: string }
}
