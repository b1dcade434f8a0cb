import type { Capability } from '../../capability.ts'
import { addAssignRoutes } from './assigning.ts'
import { addShareRoutes } from './shares.ts'

/** Who may use a record beside those whose roles say so: its owner, members, and whom it is shared with. */
export const sharing: Capability = {
  name: 'sharing',
  register(app, deps) {
    addShareRoutes(app, deps)
    addAssignRoutes(app, deps)
  },
}
