import type { Capability } from '../../capability.ts'
import { addAttachmentRoutes } from './attachments.ts'
import { addDownloadRoutes } from './downloads.ts'
import { addUploadRoute } from './uploads.ts'

/** Files of people: sent first, then taken by a field or attached to a record, and read with the rights on that record. */
export const files: Capability = {
  name: 'files',
  register(app, deps) {
    addUploadRoute(app, deps)
    addDownloadRoutes(app, deps)
    addAttachmentRoutes(app, deps)
  },
}
