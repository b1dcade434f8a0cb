import { formatRelative, isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Skeleton } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { RefusalView } from '../publish/refusal-view.tsx'

/** What a removed field left behind. */
interface KeptColumn {
  object: string
  field: string
  column: string
  /** ISO 8601, UTC */
  removed_at: string
}

/** The data of removed fields, to be purged for good, field by field. */
export function KeptColumns() {
  const { t, locale } = useTexts('studio')
  const api = useApi()
  const objects = useStudioObjects()
  const purge = usePurge()
  const kept = useQuery({
    queryKey: ['studio-kept'],
    queryFn: async ({ signal }) => (await api.get<{ data: KeptColumn[] }>('/api/metadata/kept', signal)).data,
  })
  const labelOf = (name: string): string => objects.find((each) => each.name === name)?.label[locale] ?? name
  return (
    <section className="st-packages-part" aria-label={t('kept.title')}>
      <h2 className="st-packages-title">{t('kept.title')}</h2>
      <p className="st-muted">{t('kept.line')}</p>
      <RefusalView error={purge.error ?? kept.error} />
      {kept.isPending ? <Skeleton active title={false} /> : null}
      {kept.data?.length === 0 ? <p className="st-muted">{t('kept.none')}</p> : null}
      <ul className="st-list">
        {onePerField(kept.data ?? []).map((entry) => (
          <li key={`${entry.object}.${entry.field}`} className="st-list-item">
            <span className="st-grow">
              {labelOf(entry.object)} · <code className="st-code">{entry.field}</code>{' '}
              <span className="st-muted">
                {t('kept.removedAt', { when: formatRelative(entry.removed_at, locale) })}
              </span>
            </span>
            <Button
              danger
              size="small"
              loading={purge.isPending && purge.variables === entry}
              aria-label={t('kept.purgeOne', { object: labelOf(entry.object), field: entry.field })}
              onClick={() => purge.mutate(entry)}
            >
              {t('kept.purge')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A field may have left several columns; they go together. */
function onePerField(kept: KeptColumn[]): KeptColumn[] {
  const keys = kept.map(({ object, field }) => `${object}.${field}`)
  return kept.filter((_, at) => keys.indexOf(keys[at] ?? '') === at)
}

/** Asks what would be lost, lets the person confirm just that, and purges. */
function usePurge() {
  const { t } = useTexts('studio')
  const api = useApi()
  const queries = useQueryClient()
  const { modal, message } = App.useApp()
  return useMutation({
    mutationFn: async ({ object, field }: KeptColumn) => {
      const losses = await lossesOf(api.post('/api/metadata/purge', { object, field }))
      const isConfirmed = await modal.confirm({
        title: t('kept.ask'),
        content: [...losses, t('kept.cannot')].map((line) => <p key={line}>{line}</p>),
        okText: t('kept.purge'),
        okButtonProps: { danger: true },
        cancelText: t('common.cancel'),
      })
      if (!isConfirmed) return
      const { values } = await api.post<{ values: number }>('/api/metadata/purge', { object, field, confirm: true })
      void message.success(t('kept.done', { count: values }))
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['studio-kept'] }),
  })
}

/** The server answers an unconfirmed purge with what it would do. */
async function lossesOf(unconfirmed: Promise<unknown>): Promise<string[]> {
  try {
    await unconfirmed
    return []
  } catch (error) {
    if (isApiProblem(error, 'plan_needs_confirmation')) return error.steps.map(({ summary }) => summary)
    throw error
  }
}
