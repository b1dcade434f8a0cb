import {
  FieldIcon,
  recordPath,
  useApi,
  useDebounced,
  useMe,
  useNavigateTo,
  useRecordDrawer,
  useTexts,
} from '@fieldwork/ui'
import type { ObjectSchema, RecordPage } from '@fieldwork/ui'
import { useQueries } from '@tanstack/react-query'
import { Input, Modal } from 'antd'
import { useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { objectItems, pathOfItem } from './current-app.ts'

const SEARCHED_OBJECTS = 6
const HITS_PER_OBJECT = 4
const SHOWN_COMMANDS = 8
const SEARCH_DELAY_MS = 180

interface Entry {
  key: string
  label: string
  note: string
  icon: string | undefined
  run: () => void
}

/** Everything by its name: pages, new records, records of the main objects. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('app')
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const commands = useCommands(text)
  const hits = useRecordHits(useDebounced(text.trim(), SEARCH_DELAY_MS))
  const entries = [...commands, ...hits]
  const chosen = entries[Math.min(active, entries.length - 1)]

  const run = (entry: Entry | undefined): void => {
    if (!entry) return
    onClose()
    entry.run()
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive((index) => Math.min(index + 1, entries.length - 1))
    else if (event.key === 'ArrowUp') setActive((index) => Math.max(index - 1, 0))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }

  return (
    <Modal open onCancel={onClose} footer={null} closable={false} width={600} className="fw-palette" title={null}>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        aria-label={t('shell.search')}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <ul className="fw-palette-list" role="listbox" aria-label={t('shell.search')}>
        {entries.map((entry) => (
          <li key={entry.key} role="option" aria-selected={entry === chosen} onMouseDown={() => run(entry)}>
            <FieldIcon name={entry.icon} />
            <span className="fw-ellipsis">{entry.label}</span>
            <span className="fw-palette-note">{entry.note}</span>
          </li>
        ))}
      </ul>
      {entries.length === 0 ? <p className="fw-palette-none">{t('palette.nothing')}</p> : null}
    </Modal>
  )
}

function useCommands(text: string): Entry[] {
  const { t } = useTexts('app')
  const me = useMe().data
  const navigate = useNavigateTo()
  const openDrawer = useRecordDrawer()
  const wanted = text.trim().toLowerCase()
  const all = useMemo(() => {
    const items = me?.apps.flatMap((app) => objectItems(app.items)) ?? []
    const pages = items.map((item) => ({
      key: `go-${item.key}`,
      label: item.label,
      note: t('palette.page'),
      icon: item.icon,
      run: () => navigate(pathOfItem(item)),
    }))
    const creations = items
      .filter((item) => me?.rights[item.object ?? '']?.includes('create'))
      .map((item) => ({
        key: `new-${item.key}`,
        label: t('palette.new', { label: item.label }),
        note: t('palette.action'),
        icon: item.icon,
        run: () => void openDrawer({ object: item.object ?? '' }),
      }))
    return [...pages, ...creations]
  }, [me, navigate, openDrawer, t])
  return all.filter((entry) => entry.label.toLowerCase().includes(wanted)).slice(0, SHOWN_COMMANDS)
}

function useRecordHits(text: string): Entry[] {
  const me = useMe().data
  const api = useApi()
  const navigate = useNavigateTo()
  const items = objectItems(me?.apps.flatMap((app) => app.items) ?? []).slice(0, SEARCHED_OBJECTS)
  return useQueries({
    queries: items.map((item) => ({
      queryKey: ['records', item.object, 'palette', text],
      enabled: text !== '',
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const base = `/api/records/${item.object}`
        const schema = await api.get<ObjectSchema>(`${base}/schema?mode=update`, signal)
        const query = new URLSearchParams({ q: text, limit: String(HITS_PER_OBJECT), fields: `id,${schema.nameField}` })
        const page = await api.get<RecordPage>(`${base}?${query.toString()}`, signal)
        return page.data.map((record) => ({ id: record.id, label: String(record[schema.nameField] ?? '') }))
      },
    })),
    combine: (answers) =>
      answers.flatMap((answer, index) => {
        const item = items[index]
        return (answer.data ?? []).map((hit) => ({
          key: `${item?.object}-${hit.id}`,
          label: hit.label,
          note: item?.label ?? '',
          icon: item?.icon,
          run: () => navigate(recordPath(item?.object ?? '', hit.id)),
        }))
      }),
  })
}
