import type { Capability } from '../../capability.ts'
import { addAccountRoutes } from './accounts.ts'
import { addDelegationRoutes } from './delegations.ts'
import { addHandOverRoutes } from './hand-overs.ts'
import { addLineRoute } from './line.ts'

/** People and their places: accounts of employees, reporting lines, what leavers hand over. */
export const organisation: Capability = {
  name: 'organisation',
  register(app, deps) {
    addAccountRoutes(app, deps)
    addLineRoute(app, deps)
    addHandOverRoutes(app, deps)
    addDelegationRoutes(app, deps)
  },
}
