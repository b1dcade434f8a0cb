import '../studio-security.css'

import { AppLink, PageHeader, ProblemNote, isApiProblem, useTexts } from '@fieldwork/ui'
import { App, Button, Skeleton } from 'antd'
import { useState } from 'react'

import type { Json } from '../model/definitions.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { studioPaths } from '../paths.ts'
import { NoticeEditor } from './notice-editor.tsx'
import { PolicyField } from './policy-field.tsx'
import { usePolicy, useSavePolicy } from './queries.ts'
import type { PolicyAnswer, SecurityPolicy } from './queries.ts'
import { RoleRules } from './role-rules.tsx'

/** How people prove who they are: passwords, locks, sessions, addresses, second factor, notice. */
export function PolicyPage() {
  const { t } = useTexts('studio')
  const policy = usePolicy()
  return (
    <div className="st-page st-security">
      <PageHeader title={t('policy.title')} line={t('policy.line')} />
      {policy.error ? <ProblemNote error={policy.error} onRetry={() => void policy.refetch()} /> : null}
      {policy.isPending ? <Skeleton active paragraph={{ rows: 10 }} title={false} /> : null}
      {policy.data ? <PolicyForm answer={policy.data} /> : null}
    </div>
  )
}

type Section = 'password' | 'lock' | 'session'

function PolicyForm({ answer: { policy: stored, schema } }: { answer: PolicyAnswer }) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const save = useSavePolicy()
  const [edited, setEdited] = useState<Partial<SecurityPolicy>>({})
  const policy = { ...stored, ...edited }
  const isChanged = JSON.stringify(policy) !== JSON.stringify(stored)
  const problems = isApiProblem(save.error) ? save.error.problems : []
  const errorAt = (pointer: string): string | undefined =>
    problems.find((problem) => problem.pointer === pointer || problem.pointer?.startsWith(`${pointer}/`))?.message
  const change = (part: Partial<SecurityPolicy>): void => setEdited({ ...edited, ...part })
  const submit = (): void =>
    save.mutate(policy, {
      onSuccess: () => {
        setEdited({})
        void message.success(t('policy.saved'))
      },
    })
  const properties = schema['properties'] as Record<string, Json>
  const section = (name: Section) => (
    <FormGroup title={t(`policy.${name}.title`)}>
      <div className="st-security-fields">
        {Object.entries((properties[name]?.['properties'] ?? {}) as Record<string, Json>).map(([key, of]) => (
          <PolicyField
            key={key}
            text={`policy.${name}.${key}`}
            schema={of}
            value={policy[name][key]}
            error={errorAt(`/${name}/${key}`)}
            onChange={(value) => change({ [name]: { ...policy[name], [key]: value as Json[string] } })}
          />
        ))}
      </div>
    </FormGroup>
  )
  const single = (name: 'second_factor' | 'addresses' | 'login_history_days') => (
    <PolicyField
      text={`policy.${name}`}
      schema={properties[name] ?? {}}
      value={policy[name]}
      error={errorAt(`/${name}`)}
      onChange={(value) => change({ [name]: value })}
    />
  )
  return (
    <>
      {section('password')}
      {section('lock')}
      {section('session')}
      <FormGroup title={t('policy.whence')}>
        {single('second_factor')}
        {single('addresses')}
        <RoleRules rules={policy.roles} errorAt={errorAt} onChange={(roles) => change({ roles })} />
        <p className="st-help">
          {t('policy.perUser')} <AppLink to={studioPaths.users}>{t('nav.users')}</AppLink>
        </p>
      </FormGroup>
      <FormGroup title={t('policy.notice.title')} note={t('policy.notice.line')}>
        <NoticeEditor
          stored={stored.notice}
          notice={policy.notice}
          errorAt={errorAt}
          onChange={(notice) => change({ notice })}
        />
      </FormGroup>
      <FormGroup title={t('policy.history')}>{single('login_history_days')}</FormGroup>
      <SaveBar
        isChanged={isChanged}
        isSaving={save.isPending}
        error={save.error}
        onSave={submit}
        onDiscard={() => setEdited({})}
      />
    </>
  )
}

/** Stands at the bottom of the screen while something is not saved. */
function SaveBar(props: {
  isChanged: boolean
  isSaving: boolean
  error: Error | null
  onSave: () => void
  onDiscard: () => void
}) {
  const { t } = useTexts('studio')
  if (!props.isChanged) return null
  return (
    <div className="st-save-bar" role="region" aria-label={t('policy.unsaved')}>
      {props.error ? (
        <p role="alert" className="st-refusal">
          {props.error.message}
        </p>
      ) : (
        <p>{t('policy.unsaved')}</p>
      )}
      <span className="st-grow" />
      <Button onClick={props.onDiscard}>{t('policy.discard')}</Button>
      <Button type="primary" loading={props.isSaving} onClick={props.onSave}>
        {t('policy.save')}
      </Button>
    </div>
  )
}
