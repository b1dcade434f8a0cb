import type { WorkflowPlace } from '../paths.ts'
import { WorkflowsPage } from './list/workflows-page.tsx'

/** The pages about work that does itself; loaded when one of them is opened. */
export function WorkflowPages({ place }: { place: WorkflowPlace }) {
  if (place.page === 'workflows') return <WorkflowsPage />
  return null
}
