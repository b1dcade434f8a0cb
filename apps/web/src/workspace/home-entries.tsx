import { AppLink, FieldIcon, useApi, useMe, useRecordDrawer, useTexts, useWriteLock } from '@fieldwork/ui'
import type { MenuItem, RecordPage } from '@fieldwork/ui'
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'

import { pathOfItem } from '../shell/current-app.ts'

/** One entry an object: its name, how many there are, and a way to add one. */
export function HomeEntries({ items }: { items: MenuItem[] }) {
  const { t } = useTexts('app')
  return (
    <section aria-label={t('home.entries')}>
      <h2 className="fw-section-title">{t('home.entries')}</h2>
      <ul className="fw-entries">
        {items.map((item) => (
          <Entry key={item.key} item={item} />
        ))}
      </ul>
    </section>
  )
}

function Entry({ item }: { item: MenuItem }) {
  const { t } = useTexts('app')
  const api = useApi()
  const openDrawer = useRecordDrawer()
  const object = item.object ?? ''
  const lock = useWriteLock()
  const mayCreate = useMe().data?.rights[object]?.includes('create')
  const count = useQuery({
    queryKey: ['records', object, 'count'],
    queryFn: ({ signal }) => api.get<RecordPage>(`/api/records/${object}?limit=1&fields=id&count=exact`, signal),
  })
  const number = count.data?.page.count
  return (
    <li className="fw-entry">
      <AppLink to={pathOfItem(item)} className="fw-entry-link">
        <span className="fw-entry-icon">
          <FieldIcon name={item.icon} />
        </span>
        <span className="fw-entry-words">
          <span className="fw-ellipsis">{item.label}</span>
          <span className="fw-entry-count">{typeof number === 'number' ? number.toLocaleString() : ' '}</span>
        </span>
      </AppLink>
      {mayCreate ? (
        <button
          type="button"
          className="fw-entry-new"
          aria-label={t('list.new', { label: item.label })}
          title={t('list.new', { label: item.label })}
          {...lock}
          onClick={() => void openDrawer({ object })}
        >
          <PlusOutlined />
        </button>
      ) : null}
    </li>
  )
}
