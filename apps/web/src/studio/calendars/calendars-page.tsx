import '../studio-calendars.css'

import { AppLink, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { freeKey } from '../model/conversions.ts'
import { DraftTags } from '../parts/draft-tags.tsx'
import { ListPage } from '../parts/list-page.tsx'
import { studioPaths } from '../paths.ts'
import type { CalendarDefinition } from './calendar.ts'
import { CalendarPage } from './calendar-page.tsx'
import { useDraftedCalendars } from './use-calendars.ts'

/** The work calendars, or one of them. */
export function CalendarPages({ name }: { name: string | null }) {
  return name === null ? <CalendarsPage /> : <CalendarPage key={name} name={name} />
}

function CalendarsPage() {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const { all, isPending, put } = useDraftedCalendars()
  const add = (): void => {
    const name = freeKey(
      'calendar',
      all.map(({ definition }) => definition.name),
    )
    const base = all.find(({ definition }) => definition.default)?.definition.name
    const label = { en: 'New calendar', 'zh-CN': '新工作日历' }
    const definition: CalendarDefinition = { name, label, ...(base === undefined ? {} : { basedOn: base }) }
    put({ definition, origin: 'new', base: null }, name, definition)
    navigate(studioPaths.calendar(name))
  }
  return (
    <ListPage
      title={t('cal.title')}
      line={t('cal.line')}
      add={t('cal.add')}
      onAdd={add}
      isPending={isPending}
      isEmpty={all.length === 0}
      none={{ icon: 'calendar', title: t('cal.none'), text: t('cal.noneText') }}
    >
      <ul className="st-list">
        {all.map((calendar) => (
          <li key={calendar.definition.name} className="st-list-item">
            <span className="st-grow st-cal-name">
              <AppLink to={studioPaths.calendar(calendar.definition.name)}>
                {calendar.definition.label?.[locale] ?? calendar.definition.name}
              </AppLink>
              {calendar.definition.default ? <Tag variant="filled">{t('cal.isDefault')}</Tag> : null}
              <DraftTags document={calendar} />
            </span>
            <span className="st-muted">{Object.keys(calendar.definition.years ?? {}).join(', ')}</span>
          </li>
        ))}
      </ul>
    </ListPage>
  )
}
