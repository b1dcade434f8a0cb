import type { Capability } from '../../capability.ts'
import { addExplainRoutes } from './explain.ts'
import { addWhoRoute } from './who.ts'

/** Who may do what, and why. */
export const access: Capability = {
  name: 'access',
  register(app, deps) {
    addExplainRoutes(app, deps)
    addWhoRoute(app, deps)
  },
}
