import type { Capability } from '../capability.ts'
import { account } from './account/index.ts'
import { access } from './access/index.ts'
import { backups } from './backups/index.ts'
import { approvals } from './approvals/index.ts'
import { auth } from './auth/index.ts'
import { catalog } from './catalog/index.ts'
import { channels } from './channels/index.ts'
import { connections } from './connections/index.ts'
import { docs } from './docs/index.ts'
import { files } from './files/index.ts'
import { health } from './health/index.ts'
import { jobs } from './jobs/index.ts'
import { hooks } from './hooks/index.ts'
import { metadata } from './metadata/index.ts'
import { metrics } from './metrics/index.ts'
import { operationLog } from './operation-log/index.ts'
import { openapi } from './openapi/index.ts'
import { events } from './events/index.ts'
import { notifications } from './notifications/index.ts'
import { deadlines } from './deadlines/index.ts'
import { organisation } from './organisation/index.ts'
import { plugins } from './plugins/index.ts'
import { records } from './records/index.ts'
import { recycleBin } from './recycle-bin/index.ts'
import { reminders } from './reminders/index.ts'
import { search } from './search/index.ts'
import { security } from './security/index.ts'
import { sharing } from './sharing/index.ts'
import { users } from './users/index.ts'
import { workflows } from './workflows/index.ts'

/** The parts of the API; a new one is a folder and a line here. */
export const capabilities: readonly Capability[] = [
  health,
  metrics,
  auth,
  account,
  users,
  security,
  access,
  metadata,
  catalog,
  records,
  sharing,
  organisation,
  deadlines,
  approvals,
  notifications,
  reminders,
  events,
  files,
  recycleBin,
  workflows,
  connections,
  channels,
  hooks,
  operationLog,
  backups,
  jobs,
  plugins,
  search,
  openapi,
  docs,
]
