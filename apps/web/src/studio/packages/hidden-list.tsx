import { EyeOutlined } from '@ant-design/icons'
import { EmptyState, useApi, useTexts } from '@fieldwork/ui'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Skeleton, Tag } from 'antd'

import { RefusalView } from '../publish/refusal-view.tsx'
import { useHiddenParts, useRefreshDefinitions } from './queries.ts'
import type { HiddenPart } from './queries.ts'

/** What is shipped and hidden here, to be shown again. */
export function HiddenList() {
  const { t } = useTexts('studio')
  const hidden = useHiddenParts()
  const show = useShow()
  return (
    <section className="st-packages-part" aria-label={t('hidden.title')}>
      <div className="st-packages-head">
        <h2 className="st-packages-title">{t('hidden.title')}</h2>
      </div>
      {hidden.isError ? <p role="alert">{hidden.error.message}</p> : null}
      {hidden.isPending ? <Skeleton active title={false} /> : null}
      {hidden.data?.length === 0 ? (
        <EmptyState icon="check-circle" title={t('hidden.none')} text={t('hidden.noneText')} />
      ) : null}
      <RefusalView error={show.error} />
      <ul className="st-cards">
        {hidden.data?.map((part) => (
          <li key={`${part.kind}/${part.name}${part.path}`} className="st-package">
            <div className="st-grow">
              <strong>{part.label}</strong> <Tag variant="filled">{t(`kinds.${part.kind}`)}</Tag>
              <p className="st-muted">
                {part.path === '' ? null : `${t('hidden.partOf', { label: part.document_label })} · `}
                <code className="st-code">{`${part.name}${part.path}`}</code>
              </p>
            </div>
            <Button
              icon={<EyeOutlined />}
              loading={show.isPending && show.variables === part}
              onClick={() => show.mutate(part)}
              aria-label={t('hidden.showOne', { label: part.label })}
            >
              {t('hidden.show')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useShow() {
  const { t } = useTexts('studio')
  const api = useApi()
  const refresh = useRefreshDefinitions()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: ({ kind, name, path, label }: HiddenPart) =>
      api.post('/api/metadata/publish', { show: [{ kind, name, path }], message: t('hidden.message', { label }) }),
    onSuccess: async () => {
      void message.success(t('hidden.done'))
      await refresh()
    },
  })
}
