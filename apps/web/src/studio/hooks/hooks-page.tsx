import '../studio-automation.css'

import type { LocalizedText } from '@fieldwork/expressions'
import { AppLink, EmptyState, PageHeader, ProblemNote, useApi, useAttempt, useTexts } from '@fieldwork/ui'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Modal, Skeleton, Tag, Typography } from 'antd'
import { useState } from 'react'

import { studioPaths } from '../paths.ts'
import { Moment } from '../workflows/moment.tsx'
import { exampleCall, newSecret } from './example-call.ts'

interface Hook {
  name: string
  label: LocalizedText
  auth?: 'signature' | 'bearer'
  path: string
  secrets: string[]
}

const KEY = ['hooks']

function useHooks() {
  const api = useApi()
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ data: Hook[] }>('/api/hooks', signal),
    select: ({ data }) => data,
  })
}

/** Addresses at which other systems begin workflows: secret, example, and what has called. */
export function HooksPage() {
  const { t } = useTexts('studio')
  const hooks = useHooks()
  return (
    <div className="st-page">
      <PageHeader title={t('hk.title')} line={t('hk.line')} />
      {hooks.error ? <ProblemNote error={hooks.error} onRetry={() => void hooks.refetch()} /> : null}
      {hooks.isPending ? <Skeleton active title={false} /> : null}
      {hooks.data?.length === 0 ? (
        <EmptyState
          icon="api"
          title={t('hk.none')}
          text={t('hk.noneText')}
          action={<AppLink to={studioPaths.workflows}>{t('hk.toWorkflows')}</AppLink>}
        />
      ) : null}
      <div className="st-au-hooks">
        {hooks.data?.map((hook) => (
          <HookCard key={hook.name} hook={hook} />
        ))}
      </div>
    </div>
  )
}

function HookCard({ hook }: { hook: Hook }) {
  const { t, locale } = useTexts('studio')
  const auth = hook.auth ?? 'signature'
  const url = globalThis.location.origin + hook.path
  const label = hook.label[locale]
  return (
    <section className="st-au-card" aria-label={label}>
      <h3 className="st-group-title">
        <AppLink to={studioPaths.workflow(hook.name)}>{label}</AppLink>{' '}
        <Tag variant="filled">{t(`hk.auth.${auth}`)}</Tag>
      </h3>
      <p>
        <span className="st-label">{t('hk.address')}</span>
        <Typography.Text code copyable className="st-au-url">
          {url}
        </Typography.Text>
      </p>
      <HookSecret hook={hook} />
      <details>
        <summary>{t('hk.example')}</summary>
        <p className="st-help">{t(`hk.exampleHelp.${auth}`)}</p>
        <Typography.Paragraph copyable={{ text: exampleCall(url, auth) }}>
          <pre className="st-au-example">{exampleCall(url, auth)}</pre>
        </Typography.Paragraph>
      </details>
      <HookCalls name={hook.name} />
    </section>
  )
}

function HookSecret({ hook }: { hook: Hook }) {
  const { t } = useTexts('studio')
  const api = useApi()
  const queries = useQueryClient()
  const attempt = useAttempt()
  const { modal } = App.useApp()
  const [fresh, show] = useState<string | null>(null)
  const isSet = hook.secrets.includes('secret')
  const store = useMutation({
    mutationFn: (secret: string | null) => api.put(`/api/hooks/${hook.name}/secrets`, { secret }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  })
  const make = async (): Promise<void> => {
    const secret = newSecret()
    if (await attempt(store.mutateAsync(secret))) show(secret)
  }
  const ask = (isClearing: boolean): void =>
    void modal.confirm({
      title: t(isClearing ? 'cn.clearTitle' : 'hk.replaceTitle'),
      content: t('hk.replaceText'),
      okText: t(isClearing ? 'cn.clear' : 'cn.replace'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => (isClearing ? attempt(store.mutateAsync(null)) : make()),
    })
  return (
    <div className="st-field" role="group" aria-label={t('hk.secret')}>
      <span className="st-label">{t('hk.secret')}</span>
      <span className="st-au-secret">
        <Tag color={isSet ? 'green' : 'default'}>{t(isSet ? 'cn.isSet' : 'cn.notSet')}</Tag>
        <Button size="small" loading={store.isPending} onClick={() => (isSet ? ask(false) : void make())}>
          {t(isSet ? 'cn.replace' : 'hk.make')}
        </Button>
        {isSet ? (
          <Button size="small" type="text" danger onClick={() => ask(true)}>
            {t('cn.clear')}
          </Button>
        ) : null}
      </span>
      {isSet ? null : <p className="st-help">{t('hk.noSecret')}</p>}
      <Modal
        open={fresh !== null}
        title={t('hk.once')}
        okText={t('hk.kept')}
        cancelButtonProps={{ hidden: true }}
        closable={false}
        onOk={() => show(null)}
      >
        <Alert type="warning" showIcon title={t('hk.onceText')} />
        <Typography.Paragraph code copyable className="st-au-url">
          {fresh ?? ''}
        </Typography.Paragraph>
      </Modal>
    </div>
  )
}

interface HookCall {
  id: string
  at: string
  outcome: 'started' | 'repeated' | 'refused'
  reason: string | null
  run: string | null
  address: string
  bytes: number
}

const PAGE = 10
const COLOURS = { started: 'green', repeated: 'default', refused: 'red' } as const

function HookCalls({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const api = useApi()
  const calls = useInfiniteQuery({
    queryKey: [...KEY, 'calls', name],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ data: HookCall[]; page: { after: string | null } }>(
        `/api/hooks/${name}/calls?limit=${PAGE}${pageParam === null ? '' : `&after=${pageParam}`}`,
        signal,
      ),
    getNextPageParam: (last) => last.page.after,
  })
  const all = calls.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section aria-label={t('hk.calls')}>
      <h4 className="st-part-title">{t('hk.calls')}</h4>
      {calls.error ? <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} /> : null}
      {calls.data && all.length === 0 ? <p className="st-muted">{t('hk.noCalls')}</p> : null}
      <ul className="st-au-records">
        {all.map(({ id, at, outcome, reason, run, address, bytes }) => (
          <li key={id}>
            <Tag color={COLOURS[outcome]}>{t(`hk.outcomes.${outcome}`)}</Tag>
            {reason ? <span>{t(`hk.reasons.${reason}`, { defaultValue: reason })}</span> : null}
            {run ? <AppLink to={studioPaths.run(run)}>{t('hk.run')}</AppLink> : null}
            <span className="st-muted">
              <Moment at={at} /> · {address} · {t('hk.bytes', { count: bytes })}
            </span>
          </li>
        ))}
      </ul>
      {calls.hasNextPage ? (
        <Button size="small" loading={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
          {t('cn.more')}
        </Button>
      ) : null}
    </section>
  )
}
