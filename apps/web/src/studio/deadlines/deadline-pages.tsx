import '../studio-workflow-form.css'
import '../studio-approvals.css'
import '../studio-automation.css'

import { DeadlinePage } from './deadline-page.tsx'
import { DeadlinesPage } from './deadlines-page.tsx'

/** The pages about what has to be done until when; loaded when one of them is opened. */
export function DeadlinePages({ name }: { name: string | null }) {
  return name === null ? <DeadlinesPage /> : <DeadlinePage key={name} name={name} />
}
