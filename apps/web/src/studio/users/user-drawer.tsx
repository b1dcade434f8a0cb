import { SafetyOutlined } from '@ant-design/icons'
import { isApiProblem, useTexts } from '@fieldwork/ui'
import { App, Button, Drawer, Input, Select } from 'antd'
import { useState } from 'react'

import { Assignments } from '../assignments/assignments.tsx'
import { useRoles } from '../catalog/queries.ts'
import { ViewAsButton } from '../../view-as/view-as-button.tsx'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { RoleTags } from './role-tags.tsx'
import { useHeldRoles } from './use-held-roles.ts'
import { useSaveUser } from './queries.ts'
import type { UserInfo, UserInput } from './queries.ts'
import { UserEffect } from './user-effect.tsx'
import { UserSecurity, securityOf } from './user-security.tsx'
import type { SecurityForm } from './user-security.tsx'

interface UserForm extends SecurityForm {
  username: string
  name: string
  roles: string[]
  active: boolean
  password: string
}

/** One person: name, roles, whether they may log in, a new password. */
export function UserDrawer({ user, onClose }: { user: UserInfo | null; onClose: () => void }) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const save = useSaveUser()
  const [isLooking, setLooking] = useState(false)
  const [form, setForm] = useState<UserForm>({
    username: user?.username ?? '',
    name: user?.name ?? '',
    roles: user?.roles ?? [],
    active: user?.active ?? true,
    password: '',
    ...securityOf(user),
  })
  const isComplete = form.name !== '' && form.username !== '' && (user !== null || form.password !== '')
  const submit = (): void =>
    save.mutate(
      { id: user?.id ?? null, input: inputOf(form, user) },
      {
        onSuccess: () => {
          void message.success(t(user ? 'users.saved' : 'users.added', { name: form.name }))
          onClose()
        },
      },
    )

  return (
    <Drawer
      open
      size={560}
      className="st-drawer"
      title={user ? user.name : t('users.addTitle')}
      onClose={onClose}
      footer={
        <div className="st-drawer-footer">
          {user ? (
            <Button icon={<SafetyOutlined />} onClick={() => setLooking(true)}>
              {t('userEffect.open')}
            </Button>
          ) : null}
          {user ? <ViewAsButton user={user} mayLogIn={user.active} /> : null}
          <span className="st-grow" />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" disabled={!isComplete} loading={save.isPending} onClick={submit}>
            {t(user ? 'users.save' : 'users.add')}
          </Button>
        </div>
      }
    >
      <UserFields form={form} user={user} error={save.error} onChange={(change) => setForm({ ...form, ...change })} />
      {user ? (
        <FormGroup title={t('assignments.title')}>
          <Assignments holder={{ account: user.id }} />
        </FormGroup>
      ) : null}
      {user && isLooking ? <UserEffect user={user} onClose={() => setLooking(false)} /> : null}
    </Drawer>
  )
}

function inputOf({ username, password, ...form }: UserForm, user: UserInfo | null): UserInput {
  const { name, roles, active, must_change_password, ...security } = form
  return {
    name,
    roles,
    active,
    must_change_password,
    ...(user === null ? {} : security),
    ...(user === null ? { username } : {}),
    ...(password === '' ? {} : { password }),
    ...(user?.locked && password !== '' ? { locked: false as const } : {}),
  }
}

function UserFields(props: {
  form: UserForm
  user: UserInfo | null
  error: Error | null
  onChange: (change: Partial<UserForm>) => void
}) {
  const { t, locale } = useTexts('studio')
  const { form, user, onChange } = props
  const roles = useRoles().data ?? []
  const problems = isApiProblem(props.error) ? props.error.problems : []
  const errorAt = (pointer: string): string | undefined =>
    problems.find((problem) => problem.pointer === pointer)?.message
  const others = problems.filter(
    (problem) => !['/username', '/name', '/password', '/roles', '/email', '/addresses'].includes(problem.pointer ?? ''),
  )
  return (
    <FormGroup>
      {props.error && problems.length === 0 ? (
        <p role="alert" className="st-refusal">
          {props.error.message}
        </p>
      ) : null}
      {others.map((problem) => (
        <p key={problem.code} role="alert" className="st-refusal">
          {problem.message}
        </p>
      ))}
      <FormField label={t('users.name')} isRequired error={errorAt('/name')}>
        {(id) => (
          <Input id={id} autoFocus value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
        )}
      </FormField>
      <FormField label={t('users.username')} isRequired error={errorAt('/username')} help={t('users.usernameHelp')}>
        {(id) => (
          <Input
            id={id}
            className="st-code"
            autoComplete="off"
            value={form.username}
            disabled={user !== null}
            onChange={(event) => onChange({ username: event.target.value.trim() })}
          />
        )}
      </FormField>
      <FormField label={t('users.roles')} help={t('users.rolesHelp')} error={errorAt('/roles')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            className="st-wide"
            value={form.roles}
            options={roles.map((role) => ({ value: role.name, label: role.label[locale] }))}
            onChange={(next) => onChange({ roles: next })}
          />
        )}
      </FormField>
      {user ? <OtherRoles user={user} /> : null}
      <FormField
        label={t(user ? 'users.newPassword' : 'users.password')}
        isRequired={user === null}
        help={t(user ? 'users.newPasswordHelp' : 'users.passwordHelp')}
        error={errorAt('/password')}
      >
        {(id) => (
          <Input.Password
            id={id}
            autoComplete="new-password"
            value={form.password}
            onChange={(event) => onChange({ password: event.target.value })}
          />
        )}
      </FormField>
      <SwitchLine
        label={t('users.mayLogIn')}
        help={t('users.mayLogInHelp')}
        value={form.active}
        onChange={(active) => onChange({ active })}
      />
      <SwitchLine
        label={t('users.mustChange')}
        help={t('users.mustChangeHelp')}
        value={form.must_change_password}
        onChange={(value) => onChange({ must_change_password: value })}
      />
      {user ? <UserSecurity user={user} form={form} errorAt={errorAt} onChange={onChange} /> : null}
    </FormGroup>
  )
}

/** What the person has besides the roles of the account. */
function OtherRoles({ user }: { user: UserInfo }) {
  const { t } = useTexts('studio')
  const others = (useHeldRoles()?.get(user.id) ?? []).filter(({ source }) => source.kind !== 'account')
  if (others.length === 0) return null
  return (
    <div className="st-other-roles" role="group" aria-label={t('users.otherRoles')}>
      <span className="st-help">{t('users.otherRoles')}</span>
      <RoleTags held={others} />
    </div>
  )
}
