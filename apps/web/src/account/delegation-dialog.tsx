import { useApi, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Input, Segmented, Select } from 'antd'
import { useState } from 'react'

import { PeopleDialog, PeopleField } from '../workspace/people/people-dialog.tsx'
import { RecordChoice } from '../workspace/people/record-choice.tsx'
import type { Named } from '../workspace/people/types.ts'
import '../workspace/people/people.css'

export interface LentRole {
  name: string
  label: string
}

type Mode = 'full' | 'reading'

interface Props {
  url: string
  /** roles that can be lent */
  roles: LentRole[]
  onClose: () => void
}

const EMPTY = {
  receiver: null as Named | null,
  valid_from: '',
  valid_until: '',
  mode: 'full' as Mode,
  roles: [] as string[],
  only_away: false,
  reason: '',
}

/** Lends one's rights to somebody for some days. */
export function DelegationDialog({ url, roles, onClose }: Props) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const api = useApi()
  const queries = useQueryClient()
  const [values, setValues] = useState(EMPTY)
  const set = (change: Partial<typeof EMPTY>): void => setValues({ ...values, ...change })
  const { receiver, reason, ...rest } = values
  const lend = async (): Promise<void> => {
    await api.post(url, { ...rest, receiver: receiver?.id, ...(reason.trim() !== '' && { reason }) })
    await queries.invalidateQueries({ queryKey: ['account'] })
    void message.success(t('account.lendDone', { name: receiver?.label ?? '' }))
  }
  return (
    <PeopleDialog
      title={t('account.lend')}
      action={t('account.lendAction')}
      isReady={receiver !== null && rest.valid_from !== '' && rest.valid_until !== ''}
      onConfirm={lend}
      onClose={onClose}
    >
      <PeopleField id="fw-lend-to" label={t('account.lendTo')}>
        <RecordChoice id="fw-lend-to" object="user" value={receiver} onChange={(next) => set({ receiver: next })} />
      </PeopleField>
      {(['valid_from', 'valid_until'] as const).map((name) => (
        <PeopleField key={name} id={`fw-lend-${name}`} label={t(`account.lendDays.${name}`)}>
          <Input
            id={`fw-lend-${name}`}
            type="date"
            value={values[name]}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        </PeopleField>
      ))}
      <PeopleField id="fw-lend-mode" label={t('account.lendMode')}>
        <Segmented<Mode>
          id="fw-lend-mode"
          aria-label={t('account.lendMode')}
          value={rest.mode}
          options={(['full', 'reading'] as const).map((value) => ({ value, label: t(`account.lendModes.${value}`) }))}
          onChange={(mode) => set({ mode })}
        />
      </PeopleField>
      <PeopleField id="fw-lend-roles" label={t('account.lendRoles')}>
        <Select
          id="fw-lend-roles"
          className="fw-wide"
          mode="multiple"
          placeholder={t('account.allRoles')}
          value={rest.roles}
          options={roles.map(({ name, label }) => ({ value: name, label }))}
          onChange={(next: string[]) => set({ roles: next })}
        />
      </PeopleField>
      <Checkbox checked={rest.only_away} onChange={(event) => set({ only_away: event.target.checked })}>
        {t('account.onlyAway')}
      </Checkbox>
      <PeopleField id="fw-lend-reason" label={t('account.lendReason')}>
        <Input
          id="fw-lend-reason"
          maxLength={500}
          value={reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
      </PeopleField>
    </PeopleDialog>
  )
}
