import '../studio-workflow-form.css'
import '../studio-approvals.css'

import { ApprovalPage } from './approval-page.tsx'
import { ApprovalsPage } from './approvals-page.tsx'

/** The pages about who has to agree; loaded when one of them is opened. */
export function ApprovalPages({ name }: { name: string | null }) {
  return name === null ? <ApprovalsPage /> : <ApprovalPage key={name} name={name} />
}
