export { createPrinter } from './create-printer.ts'
export type { PrintedFile, Printer, PrintInput, TemplateChoice } from './create-printer.ts'
