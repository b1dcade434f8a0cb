import { AppLink, ProblemNote, isApiProblem, useAttempt, useTexts } from '@fieldwork/ui'
import { Button, Input, Select, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { FormField } from '../parts/form-field.tsx'
import { useChannels } from '../channels/use-channels.ts'
import { studioPaths } from '../paths.ts'
import { Moment } from '../workflows/moment.tsx'
import { useDraftedWorkflows } from '../workflows/use-workflows.ts'
import { namesConnection } from './connection.ts'
import { SecretForm } from './secret-form.tsx'
import { SECRETS, useCalls, useSecrets, useStoreSecret, useTryCall } from './use-connections.ts'
import type { ConnectionCall } from './use-connections.ts'

/** The secrets of a published connection. */
export function ConnectionSecrets({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const secrets = useSecrets()
  const store = useStoreSecret(name)
  const attempt = useAttempt()
  const known = secrets.data?.get(name) ?? []
  return (
    <section className="st-au-card" aria-label={t('cn.secrets')}>
      <h3 className="st-group-title">{t('cn.secrets')}</h3>
      <p className="st-help">{t('cn.secretNow')}</p>
      {secrets.isPending ? <Skeleton active title={false} /> : null}
      {secrets.data
        ? SECRETS.map((which) => (
            <SecretForm
              key={which}
              label={t(`cn.${which}`)}
              help={t(`cn.${which}Help`)}
              isSet={known.includes(which)}
              isBusy={store.isPending}
              onStore={(secret) => attempt(store.mutateAsync({ [which]: secret }))}
            />
          ))
        : null}
    </section>
  )
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

/** Calls the service, and shows what it answers. */
export function ConnectionTrial({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const tried = useTryCall(name)
  const [call, setCall] = useState({ method: 'GET', path: '/', body: '' })
  const hasBody = !['GET', 'HEAD', 'DELETE'].includes(call.method)
  const { method, path, body } = call
  const send = (): void => tried.mutate({ method, path, ...(hasBody && body.trim() !== '' && { body }) })
  return (
    <section className="st-au-card" aria-label={t('cn.try')}>
      <h3 className="st-group-title">{t('cn.try')}</h3>
      <p className="st-help">{t('cn.tryHelp')}</p>
      <div className="st-au-call">
        <Select
          aria-label={t('cn.method')}
          value={method}
          options={METHODS.map((value) => ({ value, label: value }))}
          onChange={(next) => setCall({ ...call, method: next })}
        />
        <Input
          aria-label={t('cn.path')}
          value={path}
          onChange={({ target }) => setCall({ ...call, path: target.value })}
          onPressEnter={send}
        />
        <Button type="primary" loading={tried.isPending} onClick={send}>
          {t('cn.call')}
        </Button>
      </div>
      {hasBody ? (
        <FormField label={t('cn.body')}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 10 }}
              value={body}
              onChange={({ target }) => setCall({ ...call, body: target.value })}
            />
          )}
        </FormField>
      ) : null}
      {tried.error ? (
        <p className="st-error" role="alert">
          {isApiProblem(tried.error) ? (tried.error.problems[0]?.message ?? tried.error.message) : tried.error.message}
        </p>
      ) : null}
      {tried.data ? (
        <div role="status">
          <p>
            <Tag color={tried.data.status < 400 ? 'green' : 'red'}>
              {t('cn.answered', { status: tried.data.status })}
            </Tag>
            <span className="st-muted">{t('cn.ms', { count: tried.data.ms })}</span>
          </p>
          <pre className="st-run-values">{tried.data.body}</pre>
          {tried.data.truncated ? <p className="st-help">{t('cn.cut')}</p> : null}
        </div>
      ) : null}
    </section>
  )
}

/** What was called, newest first. */
export function ConnectionCalls({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const calls = useCalls(name)
  const all = calls.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section className="st-au-card" aria-label={t('cn.calls')}>
      <h3 className="st-group-title">{t('cn.calls')}</h3>
      {calls.error ? <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} /> : null}
      {calls.isPending ? <Skeleton active title={false} /> : null}
      {calls.data && all.length === 0 ? <p className="st-muted">{t('cn.callsNone')}</p> : null}
      <ul className="st-au-log">
        {all.map((call) => (
          <CallItem key={call.id} call={call} />
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

function CallItem({ call }: { call: ConnectionCall }) {
  const { t } = useTexts('studio')
  const { status, method, url, request, response, error, attempt } = call
  const isFine = status !== null && status < 400
  return (
    <li>
      <details>
        <summary>
          <Tag color={isFine ? 'green' : 'red'}>{status ?? t('cn.callFailed')}</Tag>
          <code className="st-code st-au-url">
            {method} {url}
          </code>
          <span className="st-muted">
            <Moment at={call.at} /> · {t('cn.ms', { count: call.ms })}
            {attempt > 1 ? ` · ${t('cn.attempt', { count: attempt })}` : ''}
          </span>
        </summary>
        {error ? <p className="st-error">{error}</p> : null}
        {request === null ? null : <Text title={t('cn.request')} text={request} />}
        {response === null ? null : <Text title={t('cn.response')} text={response} />}
      </details>
    </li>
  )
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <>
      <span className="st-label">{title}</span>
      <pre className="st-run-values">{text}</pre>
    </>
  )
}

/** The workflows, as the draft has them, and the channels that call by a connection. */
export function useConnectionUses(name: string): { to: string; label: string }[] {
  const { t, locale } = useTexts('studio')
  const channels = useChannels().data?.data ?? []
  const { workflows } = useDraftedWorkflows()
  const calling = workflows
    .filter(({ definition }) => namesConnection(definition.nodes, name))
    .map(({ definition }) => ({
      to: studioPaths.workflow(definition.name),
      label: t('cn.inWorkflow', { label: definition.label?.[locale] || definition.name }),
    }))
  const sending = channels
    .filter(({ values }) => namesConnection(values, name))
    .map(({ label }) => ({ to: studioPaths.channels, label: t('cn.inChannel', { label: label[locale] }) }))
  return [...calling, ...sending]
}

/** Where a connection is used. */
export function ConnectionUses({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const uses = useConnectionUses(name)
  return (
    <section className="st-au-card" aria-label={t('cn.uses')}>
      <h3 className="st-group-title">{t('cn.uses')}</h3>
      {uses.length === 0 ? <p className="st-muted">{t('cn.usesNone')}</p> : null}
      <ul className="st-au-records">
        {uses.map(({ to, label }) => (
          <li key={label}>
            <AppLink to={to}>{label}</AppLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
