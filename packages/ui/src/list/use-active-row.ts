import { useState } from 'react'
import type { KeyboardEvent } from 'react'

import type { RecordData } from '../api/types.ts'
import type { TreeRows } from './tree-twig.tsx'
import { toggled } from './record-selection.ts'

/** The row that the keyboard is on: arrows move it, Enter opens it, Space selects it. */
export function useActiveRow(
  list: {
    records: RecordData[]
    selected: ReadonlySet<string>
    onSelect: (ids: ReadonlySet<string>) => void
    onOpen: (record: RecordData) => void
    tree?: TreeRows | undefined
  },
  reveal: (index: number) => void,
) {
  const [active, setActive] = useState(-1)

  const move = (index: number): void => {
    const bounded = Math.max(0, Math.min(index, list.records.length - 1))
    setActive(bounded)
    reveal(bounded)
  }

  /** Opens or closes a node of a tree. */
  const turn = (record: RecordData, toOpen: boolean): boolean => {
    const node = list.tree?.nodeOf(record)
    if (!node?.hasChildren || node.isOpen === toOpen) return false
    list.tree?.onToggle(record)
    return true
  }

  const act = (key: string): boolean => {
    const record = list.records[active]
    if (key === 'ArrowDown') move(active + 1)
    else if (key === 'ArrowUp') move(active - 1)
    else if (key === 'Home') move(0)
    else if (key === 'End') move(list.records.length - 1)
    else if (key === 'Enter' && record) list.onOpen(record)
    else if (key === 'ArrowRight' && record) return turn(record, true)
    else if (key === 'ArrowLeft' && record) return turn(record, false)
    else if (key === ' ' && record) list.onSelect(toggled(list.selected, record.id))
    else return false
    return true
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const isOwn = event.target === event.currentTarget || event.key.startsWith('Arrow')
    if (isOwn && !event.ctrlKey && !event.metaKey && act(event.key)) event.preventDefault()
  }

  return { active, setActive, onKeyDown }
}
