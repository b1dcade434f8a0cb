import { useTexts } from '@fieldwork/ui'
import { App, Button, Input, Tag } from 'antd'

import { FormField, FormGroup } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { TagsInput } from '../parts/tags-input.tsx'
import { useDecideDevice, useDevices, useEndSessions, useSaveUser } from './queries.ts'
import type { UserInfo } from './queries.ts'

/** What decides about how a person comes in. */
export interface SecurityForm {
  must_change_password: boolean
  email: string
  addresses: string[]
  bind_devices: boolean
  require_second_factor: boolean
}

/** The form of a user as he is; a new one must change what he was given. */
export const securityOf = (user: UserInfo | null): SecurityForm => ({
  must_change_password: user?.must_change_password ?? true,
  email: user?.email ?? '',
  addresses: user?.addresses ?? [],
  bind_devices: user?.bind_devices ?? false,
  require_second_factor: user?.second_factor.required ?? false,
})

/** Addresses, second factor, devices; and what is done at once: unlock, log out. */
export function UserSecurity(props: {
  user: UserInfo
  form: SecurityForm
  errorAt: (pointer: string) => string | undefined
  onChange: (change: Partial<SecurityForm>) => void
}) {
  const { t } = useTexts('studio')
  const { user, form, onChange } = props
  return (
    <FormGroup title={t('users.security')}>
      <AtOnce user={user} />
      <FormField label={t('users.email')} error={props.errorAt('/email')}>
        {(id) => (
          <Input
            id={id}
            type="email"
            value={form.email}
            onChange={(event) => onChange({ email: event.target.value })}
          />
        )}
      </FormField>
      <FormField label={t('users.addresses')} help={t('users.addressesHelp')} error={props.errorAt('/addresses')}>
        {(id) => <TagsInput id={id} value={form.addresses} onChange={(addresses) => onChange({ addresses })} />}
      </FormField>
      <SwitchLine
        label={t('users.needsFactor')}
        help={t(user.second_factor.enrolled ? 'users.hasFactor' : 'users.needsFactorHelp')}
        value={form.require_second_factor}
        onChange={(value) => onChange({ require_second_factor: value })}
      />
      <SwitchLine
        label={t('users.bindDevices')}
        help={t('users.bindDevicesHelp')}
        value={form.bind_devices}
        onChange={(value) => onChange({ bind_devices: value })}
      />
      {user.bind_devices ? <UserDevices userId={user.id} /> : null}
    </FormGroup>
  )
}

function AtOnce({ user }: { user: UserInfo }) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const save = useSaveUser()
  const end = useEndSessions(user.id)
  const unlock = () =>
    save.mutate(
      { id: user.id, input: { locked: false } },
      { onSuccess: () => void message.success(t('users.unlocked')) },
    )
  return (
    <p className="st-tags st-at-once">
      {user.locked ? <Button onClick={unlock}>{t('users.unlock')}</Button> : null}
      <Button
        onClick={() => end.mutate(undefined, { onSuccess: () => void message.success(t('users.sessionsEnded')) })}
      >
        {t('users.endSessions')}
      </Button>
      {user.second_factor.enrolled ? (
        <Button onClick={() => save.mutate({ id: user.id, input: { reset_second_factor: true } })}>
          {t('users.resetFactor')}
        </Button>
      ) : null}
    </p>
  )
}

function UserDevices({ userId }: { userId: string }) {
  const { t } = useTexts('studio')
  const devices = useDevices(userId, true).data ?? []
  const decide = useDecideDevice(userId)
  if (devices.length === 0) return <p className="st-help">{t('users.noDevices')}</p>
  return (
    <ul className="st-devices" aria-label={t('users.devices')}>
      {devices.map(({ id, agent, address, state }) => (
        <li key={id}>
          <Tag>{t(`users.deviceState.${state}`)}</Tag> {address} <span className="st-faint">{agent}</span>
          {(['approved', 'refused'] as const).map((next) =>
            next === state ? null : (
              <Button key={next} size="small" type="link" onClick={() => decide.mutate({ id, state: next })}>
                {t(next === 'approved' ? 'users.approve' : 'users.refuse')}
              </Button>
            ),
          )}
        </li>
      ))}
    </ul>
  )
}
