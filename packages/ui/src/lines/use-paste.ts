import { useFieldServices } from '@fieldwork/fields/ui'
import type { ClipboardEvent } from 'react'

import type { CellPlace } from './grid-keys.ts'
import { setCell } from './line-rows.ts'
import type { LineRow } from './line-rows.ts'
import { isTable, readPasted, readTable } from './paste.ts'
import { emptyRow } from './use-lines.ts'
import type { LineKind } from './use-lines.ts'

type Change = (update: (rows: LineRow[]) => LineRow[]) => void

interface Sought {
  key: string
  field: string
  object: string
  text: string
}

/** An empty cell empties, but what a lookup brings along may still fill it. */
function pastedCell(row: LineRow, name: string, value: unknown): LineRow {
  const next = setCell(row, name, { value })
  return value === undefined ? { ...next, kept: row.kept.filter((field) => field !== name) } : next
}

/** What a cell says of a text for which there is no record, or of which nobody could be asked. */
interface SeekWords {
  notFound(text: string): string
  failed(text: string): string
}

/** The record that is called as the text or has it beside its name, or else the only one found; null: not sure. */
function onlyOne<T extends { label: string; secondary?: string | undefined }>(found: T[], text: string): T | null {
  const same = found.filter((option) => option.label === text || option.secondary === text)
  const [option, ...others] = same.length > 0 ? same : found
  return option && others.length === 0 ? option : null
}

/**
 * Pastes a piece of a spreadsheet from the active cell on, to the right and down; lines are added as needed. Names of
 * records are looked for afterwards.
 */
export function usePaste(kind: LineKind, change: Change, words: SeekWords) {
  const services = useFieldServices()

  const seek = async ({ key, field, object, text }: Sought): Promise<void> => {
    // the cell tells that it could not be asked for
    const found = await services.search(object, text, new AbortController().signal).catch(() => null)
    const option = found && onlyOne(found, text)
    const problem = found === null ? words.failed(text) : words.notFound(text)
    change((rows) =>
      rows.map((row) => {
        if (row.key !== key) return row
        if (!option) return { ...row, errors: { ...row.errors, [field]: problem } }
        return setCell(row, field, { value: option.id, reference: { id: option.id, label: option.label } })
      }),
    )
  }

  return (event: ClipboardEvent, at: CellPlace): void => {
    const text = event.clipboardData.getData('text/plain')
    if (!isTable(text)) return
    event.preventDefault()
    const table = readTable(text)
    const sought: Sought[] = []
    change((rows) => {
      const next = [...rows]
      table.forEach((cells, down) => {
        const row = next[at.row + down] ?? emptyRow(kind)
        next[at.row + down] = pasteRow(row, cells, at.column)
      })
      return next
    })
    for (const each of sought) void seek(each)

    function pasteRow(row: LineRow, cells: string[], first: number): LineRow {
      return cells.reduce((filled, cell, right) => {
        const column = kind.columns[first + right]
        if (!column?.isWritable) return filled
        const read = readPasted(cell, column.shape, services)
        if ('value' in read) return pastedCell(filled, column.name, read.value)
        if ('error' in read) return { ...filled, errors: { ...filled.errors, [column.name]: read.error } }
        sought.push({ key: filled.key, field: column.name, object: column.shape.reference ?? '', text: read.search })
        return filled
      }, row)
    }
  }
}
