import { DeleteOutlined } from '@ant-design/icons'
import { AppLink, useNavigateTo, useTexts } from '@fieldwork/ui'
import { App, Button, Tag } from 'antd'

import { studioPaths } from '../paths.ts'
import type { CalendarDefinition } from './calendar.ts'
import { useCalendarUsers, useDraftedCalendars } from './use-calendars.ts'

/** What counts by a calendar: other calendars, schedules, deadlines, steps of approvals. */
export function CalendarUsers({ name }: { name: string }) {
  const { t, locale } = useTexts('studio')
  const users = useCalendarUsers(name)
  return (
    <section className="st-cal-users" aria-label={t('cal.users')}>
      <h3 className="st-group-title">{t('cal.users')}</h3>
      {users.length === 0 ? <p className="st-help">{t('cal.unused')}</p> : null}
      <ul>
        {users.map(({ kind, name: user, label, path }) => (
          <li key={`${kind}/${user}`}>
            <Tag variant="filled">{t(`cal.userKinds.${kind}`)}</Tag>
            <AppLink to={path}>{label?.[locale] || user}</AppLink>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Takes a calendar out of the draft; what still counts by it is named first, as nothing can be published before that. */
export function RemoveCalendar({ calendar }: { calendar: CalendarDefinition }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const { all, put } = useDraftedCalendars()
  const users = useCalendarUsers(calendar.name)
  const known = all.find(({ definition }) => definition.name === calendar.name)
  const remove = (): void =>
    void modal.confirm({
      title: t('cal.removeTitle', { label: calendar.label?.[locale] || calendar.name }),
      content: (
        <>
          <p>{t(users.length === 0 ? 'cal.removeUnused' : 'cal.removeUsed', { count: users.length })}</p>
          {users.length > 0 ? (
            <ul>
              {users.map(({ kind, name, label }) => (
                <li key={`${kind}/${name}`}>
                  {t(`cal.userKinds.${kind}`)}: {label?.[locale] || name}
                </li>
              ))}
            </ul>
          ) : null}
          {calendar.default ? <p>{t('cal.removeDefault')}</p> : null}
        </>
      ),
      okText: t('cal.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.calendars)
        if (known) put(known, calendar.name, null)
      },
    })
  return (
    <Button icon={<DeleteOutlined />} onClick={remove}>
      {t('cal.remove')}
    </Button>
  )
}
