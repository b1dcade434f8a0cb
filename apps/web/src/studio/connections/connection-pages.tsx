import '../studio-workflow-form.css'
import '../studio-approvals.css'
import '../studio-runs.css'
import '../studio-automation.css'

import { ConnectionPage } from './connection-page.tsx'
import { ConnectionsPage } from './connections-page.tsx'

/** The pages about services outside; loaded when one of them is opened. */
export function ConnectionPages({ name }: { name: string | null }) {
  return name === null ? <ConnectionsPage /> : <ConnectionPage key={name} name={name} />
}
