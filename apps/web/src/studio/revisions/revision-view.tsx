import { catalogKeys, useApi, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Collapse, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { studioPaths } from '../paths.ts'
import { useDocumentTitle } from '../publish/changed-documents.tsx'
import { PathChanges } from '../publish/path-changes.tsx'
import { ProblemList } from '../publish/problem-list.tsx'
import { problemsOf } from '../publish/use-publication.ts'
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
          children: <PathChanges changes={document.paths} />,
        }))}
      />
      {isOurs ? <Revert detail={detail.data} /> : <p className="st-muted">{t('revisions.package')}</p>}
    </>
  )
}

function keyOf({ layer, kind, name }: RevisionDetail['documents'][number]): string {
  return `${layer}/${kind}/${name}`
}

/** What taking a publication back changes, and the button after a deliberate tick. */
function Revert({ detail }: { detail: RevisionDetail }) {
  const { t } = useTexts('studio')
  const revert = useRevert(detail.revision)
  const [isPreviewing, setPreviewing] = useState(false)
  const [isConfirmed, setConfirmed] = useState(false)
  if (!isPreviewing) {
    return (
      <Button className="st-revert" onClick={() => setPreviewing(true)}>
        {t('revert.preview')}
      </Button>
    )
  }
  return (
    <section className="st-revert st-group" aria-label={t('revert.title')}>
      <h3 className="st-group-title">{t('revert.title')}</h3>
      <p className="st-muted">{t('revert.text')}</p>
      {detail.documents.map((document) => (
        <PathChanges
          key={keyOf(document)}
          changes={document.paths.map(({ pointer, before, after }) => ({ pointer, before: after, after: before }))}
        />
      ))}
      <Refused error={revert.error} />
      <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
        {t('revert.confirm')}
      </Checkbox>
      <Button type="primary" danger disabled={!isConfirmed} loading={revert.isPending} onClick={() => revert.mutate()}>
        {t('revert.revert', { revision: detail.revision })}
      </Button>
    </section>
  )
}

function Refused({ error }: { error: Error | null }) {
  if (!error) return null
  const problems = problemsOf(error)
  if (problems.length > 0) return <ProblemList problems={problems} onLeave={() => undefined} />
  return (
    <p className="st-refusal" role="alert">
      {error.message}
    </p>
  )
}

function useRevert(revision: number) {
  const { t } = useTexts('studio')
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigateTo()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: () =>
      api.post<{ revision: number }>(`/api/metadata/revisions/${revision}/revert`, {
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
