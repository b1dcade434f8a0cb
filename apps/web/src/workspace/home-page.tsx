import { AppLink, useMe, useTexts } from '@fieldwork/ui'
import type { MenuItem } from '@fieldwork/ui'

import { PluginTiles } from '../plugins/plugin-tiles.tsx'
import { objectItems } from '../shell/current-app.ts'
import { HomeEntries } from './home-entries.tsx'
import { RecentRecords } from './recent-records.tsx'

/** A greeting, the ways to one's objects with their counts, and what changed last. */
export function HomePage() {
  const { t, locale } = useTexts('app')
  const me = useMe().data
  if (!me) return null
  const items = uniqueObjects(me.apps.flatMap((app) => objectItems(app.items)))
  const today = longDate(locale, me.timeZone)
  return (
    <div className="fw-home">
      <header className="fw-home-head">
        <h1>{t(`home.${partOfDay(me.timeZone)}`, { name: me.user.name })}</h1>
        <p className="fw-muted">
          {today} · <AppLink to="/todo">{t('todo.title')}</AppLink>
        </p>
      </header>
      <HomeEntries items={items} />
      <PluginTiles />
      <RecentRecords items={items} />
    </div>
  )
}

/** The day in words; Chinese sets the weekday apart. */
function longDate(locale: string, timeZone: string): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(new Date())
  return day.replace('星期', ' 星期')
}

function uniqueObjects(items: MenuItem[]): MenuItem[] {
  return items.filter((item, index) => items.findIndex((each) => each.object === item.object) === index)
}

function partOfDay(timeZone: string): 'morning' | 'afternoon' | 'evening' {
  const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(new Date()))
  if (hour >= 5 && hour < 12) return 'morning'
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}
