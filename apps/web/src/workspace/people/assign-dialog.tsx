import { useTexts } from '@fieldwork/ui'
import { App, Checkbox, Input } from 'antd'
import { useState } from 'react'

import { PeopleDialog, PeopleField } from './people-dialog.tsx'
import { useGrantWrites } from './queries.ts'
import { RecordChoice } from './record-choice.tsx'
import type { Named, RecordGrants } from './types.ts'

interface AssignProps {
  object: string
  ids: string[]
  /** collections whose records can go along */
  collections: RecordGrants['children']
  /** of many: ids of those that were assigned */
  onDone?: (ids: string[]) => void
  onClose: () => void
}

/** Gives one record or several another owner. */
export function AssignDialog({ object, ids, collections, onDone, onClose }: AssignProps) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const writes = useGrantWrites(object)
  const [owner, setOwner] = useState<Named | null>(null)
  const [reason, setReason] = useState('')
  const [children, setChildren] = useState<string[]>([])
  const [first] = ids

  const assign = async (): Promise<void> => {
    if (!owner || first === undefined) return
    const given = { owner: owner.id, ...(reason.trim() !== '' && { reason }), ...(children.length > 0 && { children }) }
    if (!onDone) {
      await writes.assign(first, given)
      void message.success(t('people.assignDone', { name: owner.label }))
      return
    }
    const { data, assigned, refused } = await writes.assignMany(ids, given)
    const why = data.find(({ status }) => status !== 200)?.detail ?? ''
    if (assigned > 0) void message.success(t('people.assignedMany', { assigned }))
    if (refused > 0) void message.warning(t('people.refusedMany', { refused, why }))
    onDone(data.filter(({ status }) => status === 200).map(({ id }) => id))
  }

  return (
    <PeopleDialog
      title={onDone ? t('people.assignMany', { count: ids.length }) : t('people.assignTitle')}
      action={t('people.assign')}
      isReady={owner !== null}
      onConfirm={assign}
      onClose={onClose}
    >
      <PeopleField id="fw-assign-owner" label={t('people.newOwner')}>
        <RecordChoice id="fw-assign-owner" object="user" value={owner} onChange={setOwner} />
      </PeopleField>
      {collections.length > 0 ? (
        <PeopleField id="fw-assign-children" label={t('people.children')}>
          <Checkbox.Group
            options={collections.map(({ name, label }) => ({ value: name, label }))}
            value={children}
            onChange={setChildren}
          />
        </PeopleField>
      ) : null}
      <PeopleField id="fw-assign-reason" label={t('people.reason')}>
        <Input.TextArea
          id="fw-assign-reason"
          rows={2}
          maxLength={2000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </PeopleField>
    </PeopleDialog>
  )
}
