import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, RefObject } from 'react'

import { grantOf, OPERATIONS, pasteGrant, withScope } from '../model/roles.ts'
import type { CellRange, GrantDefinition, Scope } from '../model/roles.ts'
import { moveBy, scopeOfKey, within } from './matrix-keys.ts'
import type { Place, Size } from './matrix-keys.ts'
import type { MatrixRow } from './matrix-rows.ts'
import type { RoleEditing } from './role-editing.ts'

/** Selected cells, from the first to the last row and column. */
export interface Rectangle {
  top: number
  bottom: number
  left: number
  right: number
}

/** A row that was copied; it is kept when another role is opened. */
export interface CopiedRow {
  object: string
  grant: GrantDefinition | undefined
}

/** The matrix as it is used: what is selected, and what is done with it. */
export interface Matrix {
  focus: Place
  range: Rectangle
  /** where the menu of scopes is open, in px from the box */
  menu: { left: number; top: number } | null
  copied: CopiedRow | null
  box: RefObject<HTMLDivElement | null>
  events: {
    onKeyDown: (event: KeyboardEvent) => void
    onMouseDown: (event: MouseEvent) => void
    onClick: (event: MouseEvent) => void
  }
  setScope(scope: Scope | null): void
  closeMenu(): void
  copy(): void
  paste(): void
}

interface MatrixInput {
  editing: RoleEditing
  rows: MatrixRow[]
  isOwned: (object: string) => boolean
  onDetails: (object: string) => void
}

let keptRow: CopiedRow | null = null

/** Lets the cells of the matrix be chosen and set by mouse and keys. */
export function useMatrix({ editing, rows, isOwned, onDetails }: MatrixInput): Matrix {
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<{ focus: Place; anchor: Place }>({ focus: START, anchor: START })
  const [menu, setMenu] = useState<Matrix['menu']>(null)
  const [copied, setCopied] = useState(keptRow)
  const size: Size = { rows: rows.length, columns: OPERATIONS.length }
  const focus = within(at.focus, size)
  const range = rectangle(focus, within(at.anchor, size))
  const isMoved = useRef(false)

  useEffect(() => {
    if (isMoved.current) cellAt(box.current, focus)?.focus()
    isMoved.current = false
  }, [focus.row, focus.column])

  const go = (next: Place, isExtending: boolean): void => {
    isMoved.current = true
    setAt({ focus: next, anchor: isExtending ? at.anchor : next })
  }
  const setScope = (scope: Scope | null): void =>
    editing.edit(withScope(editing.role, cellsOf(rows, range), scope, isOwned))
  const copy = (): void => {
    const [object] = rows[focus.row]?.objects ?? []
    if (object === undefined || rows[focus.row]?.kind === 'group') return
    keptRow = { object, grant: grantOf(editing.role, object) }
    setCopied(keptRow)
  }
  const paste = (): void => {
    const { objects } = cellsOf(rows, range)
    if (copied) editing.edit(pasteGrant(editing.role, copied, objects, isOwned))
  }
  const openMenu = (): void => {
    const cell = cellAt(box.current, focus)
    if (cell && box.current) setMenu(placeUnder(cell, box.current))
  }
  const openDetails = (): void => {
    const row = rows[focus.row]
    if (row && row.kind !== 'group') onDetails(row.objects[0] ?? '')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || (event.target as HTMLElement).closest('[data-column]') === null) return
    if (act(event)) event.preventDefault()
  }
  const act = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean => {
    const isCommand = ctrlKey || metaKey
    const next = moveBy(key, isCommand, focus, size)
    const scope = isCommand ? undefined : scopeOfKey(key)
    if (next) go(next, shiftKey)
    else if (isCommand && key.toLowerCase() === 'c') copy()
    else if (isCommand && key.toLowerCase() === 'v') paste()
    else if (scope !== undefined) setScope(scope)
    else if (key === 'Enter' || key === ' ') (focus.column < 0 || key === ' ' ? openDetails : openMenu)()
    else return false
    return true
  }
  const onMouseDown = (event: MouseEvent): void => {
    const place = placeOf(event.target)
    if (!place) return
    setAt({ focus: place, anchor: event.shiftKey ? at.anchor : place })
    if (event.shiftKey) event.preventDefault()
  }
  const onClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement
    const place = placeOf(target)
    const row = target.closest('[data-details]') ? rowOf(target) : place?.column === -1 ? place.row : null
    const clicked = row === null ? undefined : rows[row]
    if (clicked && clicked.kind !== 'group' && !event.shiftKey) onDetails(clicked.objects[0] ?? '')
    else if (place && place.column >= 0 && !event.shiftKey && box.current)
      setMenu(placeUnder(target.closest<HTMLElement>('[data-column]') ?? target, box.current))
  }
  const closeMenu = (): void => {
    setMenu(null)
    cellAt(box.current, focus)?.focus()
  }
  return {
    focus,
    range,
    menu,
    copied,
    box,
    events: { onKeyDown, onMouseDown, onClick },
    setScope,
    closeMenu,
    copy,
    paste,
  }
}

const START: Place = { row: 0, column: 0 }

function rectangle(a: Place, b: Place): Rectangle {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  }
}

/** What is selected; the name of a row stands for all of it. */
function cellsOf(rows: MatrixRow[], { top, bottom, left, right }: Rectangle): CellRange {
  const objects = [...new Set(rows.slice(top, bottom + 1).flatMap((row) => row.objects))]
  return { objects, operations: left < 0 ? OPERATIONS : OPERATIONS.slice(left, right + 1) }
}

function cellAt(box: HTMLElement | null, { row, column }: Place): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-row="${row}"] [data-column="${column}"]`) ?? null
}

function rowOf(element: HTMLElement): number | null {
  const row = element.closest<HTMLElement>('[data-row]')?.dataset['row']
  return row === undefined ? null : Number(row)
}

function placeOf(target: EventTarget): Place | null {
  if (!(target instanceof HTMLElement)) return null
  const column = target.closest<HTMLElement>('[data-column]')?.dataset['column']
  const row = rowOf(target)
  return column === undefined || row === null ? null : { row, column: Number(column) }
}

/** room for the menu of scopes, in px */
const MENU_WIDTH = 310

/** Under the cell, and so far to the left that the menu is within the box. */
function placeUnder(cell: HTMLElement, box: HTMLElement): { left: number; top: number } {
  const [inner, outer] = [cell.getBoundingClientRect(), box.getBoundingClientRect()]
  const left = Math.min(inner.left, outer.left + box.clientWidth - MENU_WIDTH)
  return { left: left - outer.left + box.scrollLeft, top: inner.bottom - outer.top + box.scrollTop }
}
