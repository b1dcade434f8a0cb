import { AppLink, FieldIcon, Person, recordPath, useApi, useTexts } from '@fieldwork/ui'
import type { MenuItem, ObjectSchema, RecordPage, Reference } from '@fieldwork/ui'
import { useQueries } from '@tanstack/react-query'

import { MomentText } from './moment-text.tsx'

const LOOKED_AT_OBJECTS = 20
const PER_OBJECT = 5
const SHOWN = 10

interface RecentRecord {
  item: MenuItem
  id: string
  name: string
  at: string
  by: Reference | null
}

/** The records that changed last, over all main objects. */
export function RecentRecords({ items }: { items: MenuItem[] }) {
  const { t } = useTexts('app')
  const { records, isPending } = useRecent(items.slice(0, LOOKED_AT_OBJECTS))
  if (isPending || records.length === 0) return null
  return (
    <section aria-label={t('home.recent')}>
      <h2 className="fw-section-title">{t('home.recent')}</h2>
      <ul className="fw-recent">
        {records.map(({ item, id, name, at, by }) => (
          <li key={id}>
            <AppLink to={recordPath(item.object ?? '', id)} className="fw-recent-link">
              <span className="fw-recent-icon" title={item.label}>
                <FieldIcon name={item.icon} />
              </span>
              <span className="fw-ellipsis fw-recent-name">{name}</span>
              <span className="fw-recent-object">{item.label}</span>
              <span className="fw-recent-by">{by?.label ? <Person name={by.label} /> : null}</span>
              <span className="fw-recent-at">
                <MomentText at={at} />
              </span>
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useRecent(items: MenuItem[]): { records: RecentRecord[]; isPending: boolean } {
  const api = useApi()
  return useQueries({
    queries: items.map((item) => ({
      queryKey: ['records', item.object, 'recent'],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<RecentRecord[]> => {
        const base = `/api/records/${item.object}`
        const schema = await api.get<ObjectSchema>(`${base}/schema?mode=update`, signal)
        const fields = ['id', schema.nameField, 'updated_at', 'updated_by'].join(',')
        const page = await api.get<RecordPage>(`${base}?sort=-updated_at&limit=${PER_OBJECT}&fields=${fields}`, signal)
        return page.data.map((record) => ({
          item,
          id: record.id,
          name: String(record[schema.nameField] ?? ''),
          at: String(record['updated_at']),
          by: (record['updated_by'] ?? null) as Reference | null,
        }))
      },
    })),
    combine: (answers) => ({
      isPending: answers.some((answer) => answer.isPending),
      records: answers
        .flatMap((answer) => answer.data ?? [])
        .sort((a, b) => b.at.localeCompare(a.at))
        .slice(0, SHOWN),
    }),
  })
}
