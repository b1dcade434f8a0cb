import { useMe } from '../api/queries.ts'
import type { HistoryEntry } from '../api/types.ts'
import { AppLink } from '../theme/navigation.tsx'
import { useTexts } from '../texts/i18n.ts'
import { localize } from '../texts/localized.ts'

/** What made a write that nobody made by hand; those who may look at runs get to the run. */
export function EntryCause({ cause }: Pick<HistoryEntry, 'cause'>) {
  const { t, locale } = useTexts()
  const me = useMe().data
  if (!cause) return null
  const label = localize(cause.label, locale)
  const words = t(cause.run === undefined ? 'record.byApproval' : 'record.byWorkflow', { label })
  const isOpen = cause.run !== undefined && me?.user.administrator === true && !me.viewed_by
  return (
    <p className="fw-timeline-reason fw-muted">
      {isOpen ? <AppLink to={`/studio/runs/${cause.run}`}>{words}</AppLink> : words}
    </p>
  )
}
