import '../studio-workflows.css'
import '../studio-workflow-canvas.css'
import '../studio-workflow-form.css'
import '../studio-runs.css'

import type { WorkflowPlace } from '../paths.ts'
import { ComparePage } from './compare/compare-page.tsx'
import { WorkflowPage } from './designer/workflow-page.tsx'
import { DeadJobsPage } from './jobs/dead-jobs-page.tsx'
import { WorkflowsPage } from './list/workflows-page.tsx'
import { RunPage } from './runs/run-page.tsx'
import { RunsPage } from './runs/runs-page.tsx'

/** The pages about work that does itself; loaded when one of them is opened. */
export function WorkflowPages({ place }: { place: WorkflowPlace }) {
  if (place.page === 'workflow') return <WorkflowPage key={place.name} name={place.name} />
  if (place.page === 'compare-workflow') return <ComparePage key={place.name} {...place} />
  if (place.page === 'runs') return <RunsPage />
  if (place.page === 'run') return <RunPage key={place.id} id={place.id} />
  if (place.page === 'dead-jobs') return <DeadJobsPage />
  return <WorkflowsPage />
}
