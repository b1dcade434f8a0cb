import { useTexts } from '@fieldwork/ui'
import { Button, Progress, Select } from 'antd'
import { useId, useState } from 'react'

import { EffectTable } from './effect-table.tsx'
import type { AccessDiff } from './types.ts'
import type { DiffRequest } from './use-access-diff.ts'
import { useCounts } from './use-counts.ts'

/** The people concerned, with the records that each gains and loses; who is not in the sample can be chosen. */
export function PeopleEffect({ people, request }: { people: AccessDiff['people']; request: DiffRequest }) {
  const { t } = useTexts('studio')
  const [more, setMore] = useState<string[]>([])
  const ids = [...new Set([...more, ...people.suggested])]
  const counts = useCounts(request, ids)
  if (people.affected === 0 && people.looked_at >= people.all) return <p className="st-muted">{t('effect.nobody')}</p>
  return (
    <div className="st-people-effect">
      <p className="st-diff-line">
        <strong>{t('effect.affected', { count: people.affected, all: people.all })}</strong>
        {ids.length < people.affected ? (
          <span className="st-faint">{t('effect.sample', { count: ids.length, all: people.affected })}</span>
        ) : null}
        {people.looked_at < people.all ? (
          <span role="alert">{t('effect.lookedAt', { count: people.looked_at, all: people.all })}</span>
        ) : null}
      </p>
      {ids.length < people.affected ? <MorePeople people={people} chosen={more} onChoose={setMore} /> : null}
      <Counting counts={counts} total={ids.length} />
      <EffectTable people={counts.people} />
    </div>
  )
}

interface MoreProps {
  people: AccessDiff['people']
  chosen: string[]
  onChoose: (ids: string[]) => void
}

function MorePeople({ people, chosen, onChoose }: MoreProps) {
  const { t } = useTexts('studio')
  const id = useId()
  const others = people.names.filter((person) => !people.suggested.includes(person.id))
  return (
    <div className="st-diff-line">
      <label htmlFor={id}>{t('effect.choose')}</label>
      <Select
        id={id}
        className="st-people-choice"
        mode="multiple"
        optionFilterProp="label"
        value={chosen}
        options={others.map((person) => ({ value: person.id, label: `${person.name} (${person.username})` }))}
        onChange={onChoose}
      />
      {people.names.length < people.affected ? (
        <span className="st-faint">{t('effect.names', { count: people.names.length })}</span>
      ) : null}
    </div>
  )
}

function Counting({ counts, total }: { counts: ReturnType<typeof useCounts>; total: number }) {
  const { t } = useTexts('studio')
  if (counts.done === total) return null
  return (
    <div className="st-diff-line" role="status">
      <Progress
        className="st-people-progress"
        size="small"
        percent={Math.round((100 * counts.done) / total)}
        aria-label={t('effect.counting', { done: counts.done, count: total })}
        showInfo={false}
      />
      <span className="st-faint">
        {counts.error?.message ?? t('effect.counting', { done: counts.done, count: total })}
      </span>
      <Button size="small" onClick={counts.isRunning ? counts.stop : counts.resume}>
        {counts.isRunning ? t('effect.stop') : t('effect.resume')}
      </Button>
    </div>
  )
}
