import { isApiProblem, useTexts } from '@fieldwork/ui'
import { Alert, App, Input, Modal, Radio } from 'antd'
import { useState } from 'react'

import { PeopleChoice, RecordChoice } from '../workspace/people/record-choice.tsx'
import { useApprovalWrites } from './queries.ts'
import type { Named } from './types.ts'

/** What somebody can do with his part of an approval. */
export type Deed = 'approve' | 'reject' | 'advise' | 'return' | 'transfer' | 'delegate' | 'add'

const DANGEROUS = new Set<Deed>(['reject', 'return'])

/** Asks for the opinion and whatever else a deed needs, then does it; several tasks are decided alike. */
export function DecideDialog({ deed, tasks, onClose }: { deed: Deed; tasks: string[]; onClose: () => void }) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const [comment, setComment] = useState('')
  const [people, setPeople] = useState<Named[]>([])
  const [place, setPlace] = useState<'before' | 'after'>('after')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const carryOut = useDeed(deed)
  const isForPeople = deed === 'transfer' || deed === 'delegate' || deed === 'add'
  const label = t(`approvals.deeds.${deed}`)

  const confirm = async (): Promise<void> => {
    setBusy(true)
    try {
      const refused = await carryOut(tasks, { comment, people: people.map(({ id }) => id), place })
      if (refused.length > 0) return setProblem(refused.join(' '))
      void message.success(t('approvals.done', { label }))
      onClose()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setProblem(error.problems[0]?.message ?? error.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={tasks.length > 1 ? t('approvals.deedOfMany', { label, count: tasks.length }) : label}
      okText={label}
      cancelText={t('bin.cancel')}
      okButtonProps={{
        danger: DANGEROUS.has(deed),
        disabled: (isForPeople && people.length === 0) || (deed === 'advise' && comment.trim() === ''),
      }}
      confirmLoading={isBusy}
      onOk={() => void confirm()}
      onCancel={onClose}
    >
      <div className="fw-decide">
        {problem === null ? null : <Alert type="error" showIcon role="alert" title={problem} />}
        {isForPeople ? (
          <div className="fw-people-field">
            <label htmlFor="approval-people">{t('approvals.to')}</label>
            {deed === 'add' ? (
              <PeopleChoice id="approval-people" value={people} onChange={setPeople} />
            ) : (
              <RecordChoice
                id="approval-people"
                object="user"
                value={people[0] ?? null}
                onChange={(person) => setPeople(person ? [person] : [])}
              />
            )}
          </div>
        ) : null}
        {deed === 'add' ? (
          <Radio.Group
            value={place}
            options={(['before', 'after'] as const).map((value) => ({ value, label: t(`approvals.${value}`) }))}
            onChange={({ target }) => setPlace(target.value as 'before' | 'after')}
          />
        ) : null}
        <div className="fw-people-field">
          <label htmlFor="approval-comment">{t('approvals.comment')}</label>
          <Input.TextArea
            id="approval-comment"
            autoFocus
            rows={4}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
        </div>
      </div>
    </Modal>
  )
}

interface Given {
  comment: string
  people: string[]
  place: 'before' | 'after'
}

/** @returns what was refused, in words */
function useDeed(deed: Deed): (tasks: string[], given: Given) => Promise<string[]> {
  const writes = useApprovalWrites()
  return async (tasks, { comment: typed, people, place }) => {
    const comment = typed.trim() === '' ? {} : { comment: typed.trim() }
    const [task = ''] = tasks
    if (tasks.length > 1) {
      const opinion = deed === 'reject' ? 'disagree' : 'agree'
      const { results } = await writes.bulk(tasks, opinion, comment.comment)
      return [...new Set(results.flatMap((each) => (each.done ? [] : [each.message ?? each.task])))]
    }
    if (deed === 'approve') await writes.approve(task, comment)
    if (deed === 'advise') await writes.approve(task, { ...comment, opinion: 'advise' })
    if (deed === 'reject') await writes.reject(task, comment)
    if (deed === 'return') await writes.giveBack(task, comment)
    if (deed === 'transfer' || deed === 'delegate')
      await writes.handOn(task, deed, { user: people[0] ?? '', ...comment })
    if (deed === 'add') await writes.add(task, { users: people, place, ...comment })
    return []
  }
}
