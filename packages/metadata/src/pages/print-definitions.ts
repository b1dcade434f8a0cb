import type { PrintTemplateDocument } from '../generated/print-template.ts'
import type { Complete } from '../normal.ts'

export type { Block as PrintBlock, PrintColumn } from '../generated/print-template.ts'

/** A print template in normal form. */
export type PrintTemplateDefinition = Complete<
  PrintTemplateDocument,
  'label' | 'order' | 'active' | 'paper' | 'orientation' | 'margin' | 'size'
>
