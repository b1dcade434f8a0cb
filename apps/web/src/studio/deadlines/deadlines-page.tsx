import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'
import { Switch } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { DraftTags } from '../parts/draft-tags.tsx'
import { ListPage, StackTable } from '../parts/list-page.tsx'
import { studioPaths } from '../paths.ts'
import { useLengthWords, useStartWords } from './deadline-words.ts'
import { NewDeadlineDialog } from './new-deadline-dialog.tsx'
import { useDeadlineCounts, useDraftedDeadlines } from './use-deadlines.ts'
import type { DraftedDeadline } from './use-deadlines.ts'

/** Every deadline: whether it counts, for which records, from when, how long, and how many are open. */
export function DeadlinesPage() {
  const { t } = useTexts('studio')
  const { deadlines, isPending } = useDraftedDeadlines()
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <ListPage
        title={t('dl.title')}
        line={t('dl.line')}
        add={t('dl.add')}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={deadlines.length === 0}
        none={{ icon: 'clock-circle', title: t('dl.none'), text: t('dl.noneText') }}
      >
        <StackTable heads={[t('ap.on'), t('ap.name'), t('ap.object'), t('dl.start'), t('dl.length'), t('dl.now')]}>
          {deadlines.map((deadline) => (
            <DeadlineRow key={deadline.definition.name} deadline={deadline} />
          ))}
        </StackTable>
      </ListPage>
      {isCreating ? <NewDeadlineDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function DeadlineRow({ deadline }: { deadline: DraftedDeadline }) {
  const { t, locale } = useTexts('studio')
  const { put } = useDraftedDeadlines()
  const { definition } = deadline
  const { name, object } = definition
  const label = definition.label?.[locale] || name
  const about = useStudioObjects().find((each) => each.name === object)
  const startWords = useStartWords(object)
  const lengthWords = useLengthWords()
  return (
    <tr>
      <td data-label={t('ap.on')}>
        <Switch
          size="small"
          checked={definition.active !== false}
          aria-label={t('ap.switch', { label })}
          onChange={(active) => put(deadline, name, { ...definition, active })}
        />
      </td>
      <td>
        <AppLink to={studioPaths.deadline(name)} className="st-ap-name">
          {label}
        </AppLink>
        <DraftTags document={deadline} />
      </td>
      <td data-label={t('ap.object')}>
        <FieldIcon name={about?.icon} /> {about?.label[locale] ?? object}
      </td>
      <td data-label={t('dl.start')}>{startWords(definition.start)}</td>
      <td data-label={t('dl.length')}>{lengthWords(definition.length)}</td>
      <td data-label={t('dl.now')}>
        <CountWords rule={name} isPublished={deadline.base !== null} />
      </td>
    </tr>
  )
}

/** How many are open and how many are late. */
function CountWords({ rule, isPublished }: { rule: string; isPublished: boolean }) {
  const { t } = useTexts('studio')
  const counts = useDeadlineCounts(rule, isPublished).data
  if (!counts) return <span className="st-muted">–</span>
  return (
    <span className="st-au-counts">
      <span>{t('dl.openCount', { count: counts.open + counts.paused })}</span>
      {counts.missed > 0 ? <span className="st-au-late">{t('dl.missedCount', { count: counts.missed })}</span> : null}
    </span>
  )
}
