import type { Capability } from '../../capability.ts'
import { addBatchRoute } from './batch.ts'
import { addCommentRoutes } from './comments.ts'
import { addConversionRoutes } from './conversions.ts'
import { addDuplicatesRoute } from './duplicates.ts'
import { addExportRoute } from './export.ts'
import { addFormRoutes } from './forms.ts'
import { addReadRoutes } from './reads.ts'
import { addNextNumbersRoute } from './next-numbers.ts'
import { addPrintRoute } from './print.ts'
import { addPrintPdfRoutes } from './print-pdf.ts'
import { addPrintTaskRoutes } from './print-tasks.ts'
import { addUpsertRoute } from './upsert.ts'
import { addWriteRoutes } from './writes.ts'

/** Business records: the same operations for every object, shipped or made by an administrator. */
export const records: Capability = {
  name: 'records',
  register(app, deps) {
    addReadRoutes(app, deps)
    addExportRoute(app, deps)
    addPrintRoute(app, deps)
    addPrintPdfRoutes(app, deps)
    addPrintTaskRoutes(app, deps)
    addWriteRoutes(app, deps)
    addBatchRoute(app, deps)
    addCommentRoutes(app, deps)
    addConversionRoutes(app, deps)
    addUpsertRoute(app, deps)
    addDuplicatesRoute(app, deps)
    addNextNumbersRoute(app, deps)
    addFormRoutes(app, deps)
  },
}
