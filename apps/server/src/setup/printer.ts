import type { Registry } from '@fieldwork/database'
import { createPrinter } from '@fieldwork/print'
import type { Printer } from '@fieldwork/print'
import type { Files } from '@fieldwork/records'
import type { Config } from '../config.ts'

interface PrinterDeps {
  config: Config
  registry: Registry
  files: Files
}

/** Prints records of the workspace, in the font of the settings. */
export const setUpPrinter = ({ config, registry, files }: PrinterDeps): Printer =>
  createPrinter({
    catalog: registry.catalog,
    files,
    timeZone: config.timeZone,
    ...(config.pdfFont !== null && { font: config.pdfFont }),
  })
