import '../studio-designer.css'
import '../studio-designer-side.css'
import '../studio-workflow-form.css'
import '../studio-approvals.css'
import '../studio-prints.css'

import { PrintPage } from './print-page.tsx'
import { PrintsPage } from './prints-page.tsx'

/** The pages about how records are printed; loaded when one of them is opened. */
export function PrintPages({ name }: { name: string | null }) {
  return name === null ? <PrintsPage /> : <PrintPage key={name} name={name} />
}
