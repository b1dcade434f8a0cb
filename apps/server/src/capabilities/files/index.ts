import multipart from '@fastify/multipart'
import type { Capability } from '../../capability.ts'
import { addAttachmentRoutes } from './attachments.ts'
import { addDownloadRoutes } from './downloads.ts'
import { addUploadRoute } from './uploads.ts'

/** One file with a few words about it; how large it may be is seen to where it is received. */
const limits = { files: 1, fields: 10, fieldSize: 4096, fileSize: Number.MAX_SAFE_INTEGER, headerPairs: 20 }

/** Files of people: sent first, then taken by a field or attached to a record, and read with the rights on that record. */
export const files: Capability = {
  name: 'files',
  register(app, deps) {
    // in a scope of its own: everywhere else a body is JSON
    app.register(async (scope) => {
      await scope.register(multipart, { limits })
      addUploadRoute(scope, deps)
      addDownloadRoutes(scope, deps)
      addAttachmentRoutes(scope, deps)
    })
  },
}
