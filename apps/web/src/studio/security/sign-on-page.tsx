import '../studio-security.css'

import { PageHeader, ProblemNote, isApiProblem, useTexts } from '@fieldwork/ui'
import { Alert, App, Button, Input, Skeleton, Typography } from 'antd'
import { useState } from 'react'

import { FormField, FormGroup } from '../parts/form-field.tsx'
import { useSaveSignOn, useSignOn, useTestSignOn } from './queries.ts'
import type { SignOnAnswer, SignOnInput, SignOnTrial } from './queries.ts'

/** The service by which people log in instead of by a password here. */
export function SignOnPage() {
  const { t } = useTexts('studio')
  const signOn = useSignOn()
  return (
    <div className="st-page st-security">
      <PageHeader title={t('signOn.title')} line={t('signOn.line')} />
      {signOn.error ? <ProblemNote error={signOn.error} onRetry={() => void signOn.refetch()} /> : null}
      {signOn.isPending ? <Skeleton active paragraph={{ rows: 5 }} title={false} /> : null}
      {signOn.data ? <SignOnForm key={JSON.stringify(signOn.data)} answer={signOn.data} /> : null}
    </div>
  )
}

const TEXTS = ['issuer', 'client_id', 'label'] as const

interface ConnectionForm {
  issuer: string
  client_id: string
  client_secret: string
  label: string
}

function SignOnForm({ answer: { connection, redirect_uri: redirectUri } }: { answer: SignOnAnswer }) {
  const { t } = useTexts('studio')
  const { message, modal } = App.useApp()
  const save = useSaveSignOn()
  const test = useTestSignOn()
  const [form, setForm] = useState<ConnectionForm>({
    issuer: connection?.issuer ?? '',
    client_id: connection?.client_id ?? '',
    client_secret: '',
    label: connection?.label ?? '',
  })
  const isFixed = connection?.from_environment === true
  // the stored secret is for the provider and client it was given for
  const keepsSecret = connection?.issuer === form.issuer && connection.client_id === form.client_id
  const isComplete = TEXTS.every((name) => form[name].trim() !== '') && (keepsSecret || form.client_secret !== '')
  const error = save.error ?? test.error
  const problems = isApiProblem(error) ? error.problems : []
  const errorAt = (name: string): string | undefined => problems.find(({ pointer }) => pointer === `/${name}`)?.message
  const input = (): SignOnInput => {
    const { client_secret: secret, ...rest } = form
    return secret === '' ? rest : { ...rest, client_secret: secret }
  }
  const remove = (): void =>
    void modal.confirm({
      title: t('signOn.removeTitle'),
      content: t('signOn.removeText'),
      okText: t('signOn.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => save.mutateAsync(null),
    })
  return (
    <FormGroup>
      {isFixed ? <Alert type="info" showIcon title={t('signOn.fixed')} /> : null}
      {connection === null ? <p className="st-muted">{t('signOn.none')}</p> : null}
      <FormField label={t('signOn.redirect')} help={t('signOn.redirectHelp')}>
        {(id) => (
          <Typography.Text id={id} code copyable className="st-redirect">
            {redirectUri}
          </Typography.Text>
        )}
      </FormField>
      <ConnectionFields
        form={form}
        isFixed={isFixed}
        keepsSecret={keepsSecret}
        errorAt={errorAt}
        onChange={(part) => {
          test.reset()
          save.reset()
          setForm({ ...form, ...part })
        }}
      />
      {error && problems.length === 0 ? <Alert type="error" showIcon title={error.message} /> : null}
      {test.data ? <Trial trial={test.data} /> : null}
      <div className="st-security-actions">
        <Button
          type="primary"
          disabled={!isComplete || isFixed}
          loading={save.isPending}
          onClick={() => save.mutate(input(), { onSuccess: () => void message.success(t('signOn.saved')) })}
        >
          {t('signOn.save')}
        </Button>
        <Button disabled={!isComplete} loading={test.isPending} onClick={() => test.mutate(input())}>
          {t('signOn.test')}
        </Button>
        <span className="st-grow" />
        {connection && !isFixed ? (
          <Button danger type="text" onClick={remove}>
            {t('signOn.remove')}
          </Button>
        ) : null}
      </div>
    </FormGroup>
  )
}

function Trial({ trial }: { trial: SignOnTrial }) {
  const { t } = useTexts('studio')
  if (!trial.works) return <Alert type="error" showIcon title={trial.reason} />
  const { issuer, knows_client: isKnown } = trial
  return (
    <Alert
      type={isKnown ? 'success' : 'warning'}
      showIcon
      title={t(isKnown ? 'signOn.works' : 'signOn.answers', { issuer })}
    />
  )
}

function ConnectionFields(props: {
  form: ConnectionForm
  isFixed: boolean
  keepsSecret: boolean
  errorAt: (name: string) => string | undefined
  onChange: (part: Partial<ConnectionForm>) => void
}) {
  const { t } = useTexts('studio')
  const { form, isFixed, keepsSecret, errorAt, onChange } = props
  return (
    <>
      {TEXTS.map((name) => (
        <FormField
          key={name}
          label={t(`signOn.${name}`)}
          help={t(`signOn.${name}Help`)}
          isRequired
          error={errorAt(name)}
        >
          {(id) => (
            <Input
              id={id}
              disabled={isFixed}
              autoComplete="off"
              value={form[name]}
              onChange={({ target }) => onChange({ [name]: target.value })}
            />
          )}
        </FormField>
      ))}
      <FormField
        label={t('signOn.client_secret')}
        help={t(keepsSecret ? 'signOn.secretKept' : 'signOn.secretHelp')}
        isRequired={!keepsSecret}
        error={errorAt('client_secret')}
      >
        {(id) => (
          <Input.Password
            id={id}
            disabled={isFixed}
            autoComplete="new-password"
            visibilityToggle={false}
            value={form.client_secret}
            placeholder={keepsSecret ? '••••••••' : undefined}
            onChange={({ target }) => onChange({ client_secret: target.value })}
          />
        )}
      </FormField>
    </>
  )
}
