import type { LocalizedText } from '@fieldwork/expressions'

import { arrange, COLUMNS } from '../designer/layout-model.ts'
import type { Blocks } from '../designer/layout-model.ts'
import type { Block } from '../model/definitions.ts'

/** Where texts stand above and below every page. */
export const MARGIN_PLACES = ['left', 'center', 'right'] as const

/** What stands above or below every page. */
export type PageMargin = Partial<Record<(typeof MARGIN_PLACES)[number], LocalizedText>>

/** A definition of the kind print-template. */
export interface PrintTemplateDefinition {
  name: string
  object: string
  recordType?: string
  label?: LocalizedText
  order?: number
  active?: boolean
  paper?: 'A3' | 'A4' | 'A5' | 'letter'
  orientation?: 'portrait' | 'landscape'
  /** around, in mm */
  margin?: number
  /** of the letters, in points */
  size?: number
  language?: 'en' | 'zh-CN'
  watermark?: boolean
  fileName?: LocalizedText
  header?: PageMargin
  footer?: PageMargin
  blocks: Record<string, Block>
}

/** What is there where a template says nothing. */
export const USUAL = { paper: 'A4', orientation: 'portrait', margin: 15, size: 9 } as const

/** What goes on over pages stands alone in its rows. */
const isAlone = ({ type }: Block): boolean => type === 'lines' || type === 'section'

/** Brings the blocks of a template in order: no gaps, and nothing beside what goes on over pages. */
export function arrangePrint(blocks: Blocks): Blocks {
  const spread = Object.entries(blocks).map(([key, block]) => [
    key,
    isAlone(block) ? { ...block, x: 0, w: COLUMNS } : block,
  ])
  return arrange(Object.fromEntries(spread) as Blocks)
}

/** A change of a template; what becomes undefined is left out of it. */
export function changed<T extends object>(whole: T, change: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries({ ...whole, ...change }).filter(([, value]) => value !== undefined)) as T
}
