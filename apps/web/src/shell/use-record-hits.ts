import { keys, recordPath, useApi, useMe, useNavigateTo, useTexts } from '@fieldwork/ui'
import type { Api, MenuItem, ObjectSchema, RecordPage } from '@fieldwork/ui'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { objectItems } from './current-app.ts'
import { createLimiter } from './limiter.ts'
import { fittingRecords } from './palette-groups.ts'
import type { FoundRecords, PaletteGroup } from './palette-groups.ts'

const AT_ONCE = 4
const SEARCHED_OBJECTS = 40
const HITS_PER_OBJECT = 4
const FRESH_MS = 30_000

interface Search {
  api: Api
  client: QueryClient
  /** what was found last, by object: shown as far as it fits until the next answer comes */
  last: Map<string, FoundRecords>
}

/** Records of all objects in the menus that match, a group an object. `asked` is the text as it rested last. */
export function useRecordHits(text: string, asked: string): { groups: PaletteGroup[]; isSearching: boolean } {
  const { t } = useTexts('app')
  const [{ limit, last }] = useState(() => ({ limit: createLimiter(AT_ONCE), last: new Map<string, FoundRecords>() }))
  const search = { api: useApi(), client: useQueryClient(), last }
  const navigate = useNavigateTo()
  const items = searchedItems(useMe().data?.apps.flatMap((app) => objectItems(app.items)) ?? [])

  const groupOf = (item: MenuItem, found: FoundRecords | undefined): PaletteGroup => {
    const object = item.object ?? ''
    const records = fittingRecords(found, text)
    const entries = records.slice(0, HITS_PER_OBJECT).map(({ id, label }) => ({
      key: `${object}-${id}`,
      label,
      icon: item.icon,
      run: () => navigate(recordPath(object, id)),
    }))
    const showAll = {
      key: `${object}-all`,
      label: t('palette.showAll', { label: item.label }),
      icon: 'search',
      run: () => navigate(`/o/${object}?q=${encodeURIComponent(text)}`),
    }
    return {
      key: object,
      label: item.label,
      entries: records.length > entries.length ? [...entries, showAll] : entries,
    }
  }

  return useQueries({
    queries: items.map((item) => ({
      queryKey: ['records', item.object, 'palette', asked],
      enabled: asked !== '',
      staleTime: FRESH_MS,
      placeholderData: () => last.get(item.object ?? ''),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        limit(() => searchRecords(search, { object: item.object ?? '', text: asked, signal }), signal),
    })),
    combine: (answers) => ({
      isSearching: text !== '' && (text !== asked || answers.some((answer) => answer.isFetching)),
      groups: answers
        .flatMap((answer, index) => (items[index] ? [groupOf(items[index], answer.data)] : []))
        .filter(({ entries }) => entries.length > 0),
    }),
  })
}

function searchedItems(items: MenuItem[]): MenuItem[] {
  return [...new Map(items.map((item) => [item.object, item])).values()].slice(0, SEARCHED_OBJECTS)
}

async function searchRecords(
  { api, client, last }: Search,
  { object, text, signal }: { object: string; text: string; signal: AbortSignal },
): Promise<FoundRecords> {
  const base = `/api/records/${object}`
  const { nameField } = await client.ensureQueryData({
    queryKey: keys.schema(object, 'update'),
    queryFn: () => api.get<ObjectSchema>(`${base}/schema?mode=update`),
  })
  const query = new URLSearchParams({ q: text, limit: String(HITS_PER_OBJECT + 1), fields: `id,${nameField}` })
  const page = await api.get<RecordPage>(`${base}?${query.toString()}`, signal)
  const records = page.data.map((record) => ({ id: record.id, label: String(record[nameField] ?? '') }))
  last.set(object, { asked: text, records })
  return { asked: text, records }
}
