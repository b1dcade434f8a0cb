import { EmptyState, useApi, useTexts } from '@fieldwork/ui'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Checkbox, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { useDocumentTitle } from '../publish/document-title.ts'
import { placeWords } from '../publish/place-words.ts'
import { RefusalView } from '../publish/refusal-view.tsx'
import { useConflicts, useRefreshDefinitions } from './queries.ts'
import type { Conflict } from './queries.ts'

/** What upgrades left to decide, one by one. */
export function ConflictList() {
  const { t } = useTexts('studio')
  const conflicts = useConflicts()
  return (
    <section className="st-packages-part" aria-label={t('conflicts.title')}>
      <div className="st-packages-head">
        <h2 className="st-packages-title">
          {t('conflicts.title')}
          {conflicts.data && conflicts.data.length > 0 ? <Tag color="gold">{conflicts.data.length}</Tag> : null}
        </h2>
      </div>
      {conflicts.isError ? <p role="alert">{conflicts.error.message}</p> : null}
      {conflicts.isPending ? <Skeleton active title={false} /> : null}
      {conflicts.data?.length === 0 ? (
        <EmptyState icon="check-circle" title={t('conflicts.none')} text={t('conflicts.noneText')} />
      ) : null}
      <ul className="st-cards">
        {conflicts.data?.map((conflict) => (
          <ConflictCard key={conflict.id} conflict={conflict} />
        ))}
      </ul>
    </section>
  )
}

function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { t } = useTexts('studio')
  const titleOf = useDocumentTitle()
  const [isConfirmed, setConfirmed] = useState(false)
  const resolve = useResolve(conflict, isConfirmed)
  const title = [titleOf({ kind: conflict.kind, name: conflict.name }), placeWords(conflict.path, t)]
    .filter(Boolean)
    .join(' › ')
  return (
    <li className="st-conflict" aria-label={title}>
      <div>
        <strong>{title}</strong>
        <Tag color={conflict.applied ? 'gold' : 'red'}>
          {conflict.applied ? t('conflicts.applied') : t('conflicts.aside')}
        </Tag>
        <p className="st-muted">
          {conflict.message} ·{' '}
          {t('conflicts.release', { ...conflict, from: conflict.from ?? '–', to: conflict.to ?? '–' })}
        </p>
      </div>
      <ConflictSides conflict={conflict} />
      <RefusalView error={resolve.error} />
      {resolve.error ? (
        <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
          {t('publish.confirm')}
        </Checkbox>
      ) : null}
      <div className="st-conflict-choice">
        <Button loading={resolve.isPending} onClick={() => resolve.mutate('ours')}>
          {conflict.applied ? t('conflicts.keepOurs') : t('conflicts.bringBack')}
        </Button>
        <Button loading={resolve.isPending} onClick={() => resolve.mutate('theirs')}>
          {conflict.applied ? t('conflicts.takeTheirs') : t('conflicts.drop')}
        </Button>
      </div>
    </li>
  )
}

/** The three values beside each other. */
export function ConflictSides({ conflict }: { conflict: Pick<Conflict, 'base' | 'theirs' | 'ours'> }) {
  const { t } = useTexts('studio')
  const sides = [
    ['base', conflict.base],
    ['theirs', conflict.theirs],
    ['ours', conflict.ours],
  ] as const
  return (
    <dl className="st-sides">
      {sides.map(([side, value]) => (
        <div key={side} className={`st-side st-side-${side}`}>
          <dt>{t(`conflicts.${side}`)}</dt>
          <dd>
            {value === undefined || value === null ? (
              <span className="st-faint">{t(value === null ? 'conflicts.removed' : 'conflicts.absent')}</span>
            ) : (
              <pre>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function useResolve({ id }: Conflict, confirm: boolean) {
  const { t } = useTexts('studio')
  const api = useApi()
  const refresh = useRefreshDefinitions()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (take: 'ours' | 'theirs') => api.post(`/api/metadata/conflicts/${id}/resolve`, { take, confirm }),
    onSuccess: async () => {
      void message.success(t('conflicts.done'))
      await refresh()
    },
  })
}
