import type { Capability } from '../../capability.ts'
import { addDecisionRoutes } from './decisions.ts'
import { addLinkRoutes } from './links.ts'
import { addReadingRoutes } from './reading.ts'

/** Approvals: what waits for whom, deciding, handing on, taking back, and the trail of everything. */
export const approvals: Capability = {
  name: 'approvals',
  register(app, deps) {
    addReadingRoutes(app, deps)
    addDecisionRoutes(app, deps)
    addLinkRoutes(app, deps)
  },
}
