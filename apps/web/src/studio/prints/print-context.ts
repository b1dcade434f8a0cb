import { createContext, useContext } from 'react'

import type { GridDesigner } from '../designer/designer-context.ts'
import type { PrintTemplateDefinition } from './print-template.ts'

/** The designer of a print template. */
export interface PrintDesigner extends GridDesigner {
  template: PrintTemplateDefinition
  /** changes what is said of the template beside its blocks */
  set(change: { [K in keyof PrintTemplateDefinition]?: PrintTemplateDefinition[K] | undefined }): void
}

export const PrintContext = createContext<PrintDesigner | null>(null)

/** The designer of the print template around. */
export function usePrintDesigner(): PrintDesigner {
  const designer = useContext(PrintContext)
  if (!designer) throw new Error('this stands outside of the page of a print template')
  return designer
}
