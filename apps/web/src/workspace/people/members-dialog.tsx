import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'
import { useState } from 'react'

import { LevelChoice } from './level-choice.tsx'
import { PeopleDialog, PeopleField } from './people-dialog.tsx'
import { useGrantWrites } from './queries.ts'
import { PeopleChoice } from './record-choice.tsx'
import type { Level, Named } from './types.ts'

/** Adds people who work on a record beside its owner. */
export function MembersDialog({ object, id, onClose }: { object: string; id: string; onClose: () => void }) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const writes = useGrantWrites(object)
  const [people, setPeople] = useState<Named[]>([])
  const [level, setLevel] = useState<Level>('edit')
  const add = async (): Promise<void> => {
    await writes.members(id, { add: people.map((person) => person.id), level })
    void message.success(t('people.membersDone'))
  }
  return (
    <PeopleDialog
      title={t('people.membersTitle')}
      action={t('people.addMember')}
      isReady={people.length > 0}
      onConfirm={add}
      onClose={onClose}
    >
      <p className="fw-muted">{t('people.membersLine')}</p>
      <PeopleField id="fw-members" label={t('people.members')}>
        <PeopleChoice id="fw-members" value={people} onChange={setPeople} />
      </PeopleField>
      <PeopleField id="fw-members-level" label={t('people.level')}>
        <LevelChoice label={t('people.level')} value={level} most="edit" onChange={setLevel} />
      </PeopleField>
    </PeopleDialog>
  )
}
