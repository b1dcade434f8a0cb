import type { Capability } from '../../capability.ts'
import { addAccessDiffRoute } from './access-diff.ts'
import { addDefinitionRoutes } from './definitions.ts'
import { addDuplicateTrialRoute } from './duplicates.ts'
import { addExpressionRoutes } from './expressions.ts'
import { addHistoryRoutes } from './history.ts'
import { addCalendarRoutes } from './calendars.ts'
import { addMemberRuleRoutes } from './member-rules.ts'
import { addPackageRoutes } from './packages.ts'
import { addPrintPreviewRoute } from './print-preview.ts'
import { addPublishingRoutes } from './publishing.ts'
import { addPurgeRoutes } from './purging.ts'
import { addRecomputeRoute } from './recompute.ts'
import { addTaskRoutes } from './tasks.ts'
import { addTrialRoutes } from './trials.ts'

/** Definitions: read and changed by administrators, without a restart. */
export const metadata: Capability = {
  name: 'metadata',
  register(app, deps) {
    addDefinitionRoutes(app, deps)
    addPublishingRoutes(app, deps)
    addAccessDiffRoute(app, deps)
    addPackageRoutes(app, deps)
    addHistoryRoutes(app, deps)
    addTaskRoutes(app, deps)
    addPurgeRoutes(app, deps)
    addRecomputeRoute(app, deps)
    addExpressionRoutes(app, deps)
    addDuplicateTrialRoute(app, deps)
    addTrialRoutes(app, deps)
    addPrintPreviewRoute(app, deps)
    addCalendarRoutes(app, deps)
    addMemberRuleRoutes(app, deps)
  },
}
