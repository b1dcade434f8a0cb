import '../studio-compare.css'

import { AppLink, useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import { useDocumentTitle } from '../publish/document-title.ts'
import type { DraftDocument } from '../model/change-set.ts'
import { studioPaths } from '../paths.ts'
import { useWorkflowSummaries } from '../workflows/runs/run-queries.ts'
import type { Versioned } from './use-versions.ts'

interface OpenApprovals {
  chain: string
  pending: number
  returned: number
}

/** The approvals under way, by chain. */
function useOpenApprovals(isWanted: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['approvals', 'open'],
    enabled: isWanted,
    queryFn: ({ signal }) => api.get<{ data: OpenApprovals[] }>('/api/approvals/open', signal),
    select: ({ data }): ReadonlyMap<string, OpenApprovals> => new Map(data.map((each) => [each.chain, each])),
  })
}

/** What goes on by a version that is about to be replaced; null for a kind of which nothing goes on. */
function useUnderWay({ kind, name }: Versioned): number | null {
  const runs = useWorkflowSummaries(kind === 'workflow').data?.get(name)
  const approvals = useOpenApprovals(kind === 'approval').data?.get(name)
  if (kind === 'workflow') return runs?.open ?? 0
  return kind === 'approval' ? (approvals?.pending ?? 0) + (approvals?.returned ?? 0) : null
}

/** What publishing means for what is under way by a workflow or chain. */
export function UnderWay({ kind, name, isRemoved = false }: Versioned & { isRemoved?: boolean }) {
  const { t } = useTexts('studio')
  const count = useUnderWay({ kind, name })
  if (count === null) return null
  const words = t(`compare.underWay.${kind}${isRemoved ? 'Removed' : ''}`, { count })
  return (
    <p className="st-compare-impact">
      {count === 0 ? t(`compare.nothing.${kind}`) : words}{' '}
      {kind === 'workflow' && count > 0 ? (
        <AppLink to={studioPaths.runs(`workflow=${name}`)}>{t('wf.runsOf')}</AppLink>
      ) : null}
    </p>
  )
}

/** The same for all documents of a draft that are published by now. */
export function UnderWayOf({ documents }: { documents: DraftDocument[] }) {
  const { t } = useTexts('studio')
  const titleOf = useDocumentTitle()
  const concerned = documents.filter(({ kind, base }) => base !== null && (kind === 'workflow' || kind === 'approval'))
  if (concerned.length === 0) return null
  return (
    <section className="st-compare-under-way" aria-label={t('compare.impact')}>
      <h3 className="st-group-title">{t('compare.impact')}</h3>
      {concerned.map((document) => (
        <div key={`${document.kind}/${document.name}`}>
          <strong>{titleOf(document)}</strong>
          <UnderWay kind={document.kind} name={document.name} isRemoved={document.definition === null} />
        </div>
      ))}
    </section>
  )
}
