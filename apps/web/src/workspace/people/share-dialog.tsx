import { useMe, useTexts } from '@fieldwork/ui'
import { App, DatePicker, Segmented, Select } from 'antd'
import { useState } from 'react'

import { LevelChoice } from './level-choice.tsx'
import { PeopleDialog, PeopleField } from './people-dialog.tsx'
import { useGrantWrites } from './queries.ts'
import { RecordChoice } from './record-choice.tsx'
import { useRoleChoices } from './role-choices.ts'
import type { Level, Named } from './types.ts'

type Kind = 'user' | 'department' | 'role'

interface ShareProps {
  object: string
  id: string
  /** up to which level the caller may share */
  most: Level
  onClose: () => void
}

/** Shares a record with a person, a department or a role. */
export function ShareDialog({ object, id, most, onClose }: ShareProps) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const writes = useGrantWrites(object)
  const roles = useRoleChoices()
  const mayChooseDepartment = useMe().data?.rights['department'] !== undefined
  const [kind, setKind] = useState<Kind>('user')
  const [to, setTo] = useState<Named | null>(null)
  const [level, setLevel] = useState<Level>('read')
  const [until, setUntil] = useState<string | null>(null)
  const kinds: Kind[] = [
    'user',
    ...(mayChooseDepartment ? ['department' as const] : []),
    ...(roles.length > 0 ? ['role' as const] : []),
  ]

  const share = async (): Promise<void> => {
    if (!to) return
    await writes.share(id, { to: { [kind]: to.id }, level, until })
    void message.success(t('people.shareDone', { name: to.label }))
  }

  return (
    <PeopleDialog
      title={t('people.shareTitle')}
      action={t('people.share')}
      isReady={to !== null}
      onConfirm={share}
      onClose={onClose}
    >
      <PeopleField id="fw-share-to" label={t('people.to')}>
        {kinds.length > 1 ? (
          <Segmented<Kind>
            aria-label={t('people.targetKind')}
            options={kinds.map((value) => ({ value, label: t(`people.target.${value}`) }))}
            value={kind}
            onChange={(next) => {
              setKind(next)
              setTo(null)
            }}
          />
        ) : null}
        {kind === 'role' ? (
          <Select
            id="fw-share-to"
            className="fw-wide"
            showSearch={{ optionFilterProp: 'label' }}
            value={to?.id ?? null}
            options={roles.map(({ id: value, label }) => ({ value, label }))}
            onChange={(name) => setTo(roles.find((role) => role.id === name) ?? null)}
          />
        ) : (
          <RecordChoice key={kind} id="fw-share-to" object={kind} value={to} onChange={setTo} />
        )}
      </PeopleField>
      <PeopleField id="fw-share-level" label={t('people.level')}>
        <LevelChoice label={t('people.level')} value={level} most={most} onChange={setLevel} />
      </PeopleField>
      <PeopleField id="fw-share-until" label={t('people.end')}>
        <DatePicker
          id="fw-share-until"
          className="fw-wide"
          placeholder={t('people.noEnd')}
          onChange={(day) => setUntil(day ? day.format('YYYY-MM-DD') : null)}
        />
      </PeopleField>
    </PeopleDialog>
  )
}
