import { FieldIcon, useDebounced, useTexts } from '@fieldwork/ui'
import { Input, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { chosenEntry, entriesOf, movedKey } from './palette-groups.ts'
import type { PaletteEntry, PaletteGroup } from './palette-groups.ts'
import { useCommands } from './use-commands.ts'
import { useRecordHits } from './use-record-hits.ts'

const SEARCH_DELAY_MS = 180

/** Everything by its name: pages, new records, records of all objects. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('app')
  const [typed, setTyped] = useState('')
  const [key, setKey] = useState<string | null>(null)
  const { groups, isSearching } = useGroups(typed.trim())
  const entries = entriesOf(groups)
  const chosen = chosenEntry(entries, key)

  const run = (entry: PaletteEntry): void => {
    onClose()
    entry.run()
  }
  const [wait, stopWaiting] = useFirstHit(chosen, isSearching, run)

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter ends the word in an input method before it means anything else
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setKey(movedKey(entries, key, 1))
    else if (event.key === 'ArrowUp') setKey(movedKey(entries, key, -1))
    else if (event.key === 'Enter' && chosen) run(chosen)
    else if (event.key === 'Enter') wait()
    else return
    event.preventDefault()
  }

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      className="fw-palette"
      title={t('shell.search')}
    >
      <Input
        autoFocus
        size="large"
        variant="borderless"
        aria-label={t('shell.search')}
        placeholder={t('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setKey(null)
          stopWaiting()
        }}
        onKeyDown={onKeyDown}
      />
      <div className="fw-palette-list" role="listbox" aria-label={t('shell.search')} aria-busy={isSearching}>
        {groups.map((group) => (
          <Group key={group.key} group={group} chosen={chosen} onRun={run} />
        ))}
      </div>
      {entries.length === 0 ? (
        <p className="fw-palette-none">{t(isSearching ? 'palette.searching' : 'palette.nothing')}</p>
      ) : null}
    </Modal>
  )
}

function Group(props: { group: PaletteGroup; chosen: PaletteEntry | undefined; onRun: (entry: PaletteEntry) => void }) {
  const { group, chosen, onRun } = props
  return (
    <div role="group" aria-label={group.label}>
      <h3 className="fw-palette-group">{group.label}</h3>
      <ul role="none">
        {group.entries.map((entry) => (
          <Line key={entry.key} entry={entry} isChosen={entry.key === chosen?.key} onRun={onRun} />
        ))}
      </ul>
    </div>
  )
}

function Line({
  entry,
  isChosen,
  onRun,
}: {
  entry: PaletteEntry
  isChosen: boolean
  onRun: (entry: PaletteEntry) => void
}) {
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <li ref={line} role="option" aria-selected={isChosen} onMouseDown={() => onRun(entry)}>
      <FieldIcon name={entry.icon} />
      <span className="fw-ellipsis">{entry.label}</span>
    </li>
  )
}

function useGroups(text: string): { groups: PaletteGroup[]; isSearching: boolean } {
  const { t } = useTexts('app')
  const { pages, creations } = useCommands(text)
  const { groups, isSearching } = useRecordHits(text, useDebounced(text, SEARCH_DELAY_MS))
  const commands = [
    { key: 'pages', label: t('palette.page'), entries: pages },
    { key: 'creations', label: t('palette.action'), entries: creations },
  ].filter(({ entries }) => entries.length > 0)
  return { groups: [...commands, ...groups], isSearching }
}

/** Enter before anything is found opens the first that is. */
function useFirstHit(first: PaletteEntry | undefined, isSearching: boolean, run: (entry: PaletteEntry) => void) {
  const [isWaiting, setWaiting] = useState(false)
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    if (isWaiting && first && !isSearching) latest.current(first)
  }, [isWaiting, first, isSearching])
  return [() => setWaiting(true), () => setWaiting(false)] as const
}
