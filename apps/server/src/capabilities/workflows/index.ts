import type { Capability } from '../../capability.ts'
import { addRecordRoutes } from './record-routes.ts'
import { addRunRoutes } from './run-routes.ts'

/** Workflows: starting them, what has become of their runs, and what they did about a record. */
export const workflows: Capability = {
  name: 'workflows',
  register(app, deps) {
    addRunRoutes(app, deps)
    addRecordRoutes(app, deps)
  },
}
