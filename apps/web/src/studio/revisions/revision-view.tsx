import { catalogKeys, useApi, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Collapse, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { AccessDiffSection } from '../access-diff/access-diff-section.tsx'
import { studioPaths } from '../paths.ts'
import { useDocumentTitle } from '../publish/document-title.ts'
import { PathChanges } from '../publish/path-changes.tsx'
import { PlanSteps } from '../publish/plan-steps.tsx'
import { ProblemList } from '../publish/problem-list.tsx'
import { RefusalView } from '../publish/refusal-view.tsx'
import type { Plan } from '../publish/types.ts'
import { useRevision } from './queries.ts'
import type { RevisionDetail } from './queries.ts'
import { useLayerName } from './use-revision-title.ts'

/** One publication: what it changed, and how to take it back. */
export function RevisionView({ revision, title }: { revision: number; title: string | null }) {
  const { t } = useTexts('studio')
  const detail = useRevision(revision)
  const titleOf = useDocumentTitle()
  const layerName = useLayerName()
  if (detail.isError) return <p role="alert">{detail.error.message}</p>
  if (!detail.data) return <Skeleton active />
  const isOurs = detail.data.documents.every((document) => document.layer === 'workspace')
  return (
    <>
      <p className="st-revision-message">{title}</p>
      <Collapse
        size="small"
        defaultActiveKey={detail.data.documents.slice(0, 3).map(keyOf)}
        items={detail.data.documents.map((document) => ({
          key: keyOf(document),
          label: titleOf(document),
          extra: <Tag variant="filled">{layerName(document.layer)}</Tag>,
          children: (
            <>
              <PathChanges changes={document.paths} />
              {isOurs && detail.data.documents.length > 1 ? <Revert detail={detail.data} only={document} /> : null}
            </>
          ),
        }))}
      />
      {isOurs ? <Revert detail={detail.data} /> : <p className="st-muted">{t('revisions.package')}</p>}
    </>
  )
}

function keyOf({ layer, kind, name }: RevisionDetail['documents'][number]): string {
  return `${layer}/${kind}/${name}`
}

type RevisionDocument = RevisionDetail['documents'][number]

/** What taking a publication, or one document of it, back changes, and the button after a deliberate tick. */
function Revert({ detail, only }: { detail: RevisionDetail; only?: RevisionDocument }) {
  const { t } = useTexts('studio')
  const revert = useRevert(detail.revision, only)
  const plan = useRevertPlan(detail.revision, only)
  const [isPreviewing, setPreviewing] = useState(false)
  const [isConfirmed, setConfirmed] = useState(false)
  if (!isPreviewing) {
    return (
      <Button
        className="st-revert"
        size={only ? 'small' : 'middle'}
        onClick={() => {
          setPreviewing(true)
          plan.mutate()
        }}
      >
        {t(only ? 'revert.previewOne' : 'revert.preview')}
      </Button>
    )
  }
  return (
    <section className="st-revert st-group" aria-label={t('revert.title')}>
      <h3 className="st-group-title">{t('revert.title')}</h3>
      <p className="st-muted">{t('revert.text')}</p>
      {(only ? [only] : detail.documents).map((document) => (
        <PathChanges
          key={keyOf(document)}
          changes={document.paths.map(({ pointer, before, after }) => ({ pointer, before: after, after: before }))}
        />
      ))}
      {plan.data && plan.data.problems.length > 0 ? (
        <ProblemList problems={plan.data.problems} onLeave={() => undefined} />
      ) : null}
      {plan.data ? <PlanSteps steps={plan.data.steps} /> : null}
      {plan.data?.problems.length === 0 ? (
        <AccessDiffSection request={{ revert: detail.revision, ...partOf(only) }} />
      ) : null}
      <RefusalView error={revert.error ?? plan.error} />
      <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
        {t('revert.confirm')}
      </Checkbox>
      <Button type="primary" danger disabled={!isConfirmed} loading={revert.isPending} onClick={() => revert.mutate()}>
        {t('revert.revert', { revision: detail.revision })}
      </Button>
    </section>
  )
}

function useRevertPlan(revision: number, only: RevisionDocument | undefined) {
  const api = useApi()
  return useMutation({
    mutationFn: () => api.post<Plan>(`/api/metadata/revisions/${revision}/revert?plan=true`, partOf(only)),
  })
}

const partOf = (only: RevisionDocument | undefined) =>
  only ? { documents: [{ kind: only.kind, name: only.name }] } : {}

function useRevert(revision: number, only: RevisionDocument | undefined) {
  const { t } = useTexts('studio')
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigateTo()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: () =>
      api.post<{ revision: number }>(`/api/metadata/revisions/${revision}/revert`, {
        ...partOf(only),
        confirm: true,
        message: t('revert.message', { revision }),
      }),
    onSuccess: async (answer) => {
      void message.success(t('revert.done', { revision, next: answer.revision }))
      navigate(studioPaths.revisions)
      await Promise.all([...catalogKeys, 'revisions'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
    },
  })
}
