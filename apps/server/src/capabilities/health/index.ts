import type { Capability } from '../../capability.ts'
import { refuse } from '../../errors.ts'

/** For load balancers: the process lives; the database answers and the catalog is loaded. */
export const health: Capability = {
  name: 'health',
  register(app, { db, registry }) {
    app.get('/healthz', { config: { access: 'public' } }, async () => ({ status: 'ok' }))
    app.get('/readyz', { config: { access: 'public' } }, async (request) => {
      try {
        await db.query({ text: 'select 1' })
      } catch (error) {
        request.log.warn({ err: error }, 'the database does not answer')
        throw refuse('unavailable')
      }
      return { status: 'ready', revision: registry.catalog().revision }
    })
  },
}
