import { HolderOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { DragEvent, KeyboardEvent } from 'react'

/** Reordering of rows: by dragging a handle, or by arrow keys on it. */
export interface RowDrag {
  /** what the row element needs */
  rowProps(name: string): {
    onDragOver: (event: DragEvent) => void
    onDrop: (event: DragEvent) => void
    'data-drop': 'before' | 'after' | undefined
    'data-dragged': boolean | undefined
  }
  /** what the handle needs */
  handleProps(name: string): {
    onDragStart: (event: DragEvent) => void
    onDragEnd: () => void
    onKeyDown: (event: KeyboardEvent) => void
  }
}

interface Target {
  name: string
  isAfter: boolean
}

/** Lets rows be put in another order; `onMove` gets the position among the rows without the moved one. */
export function useRowDrag(names: string[], onMove: (name: string, position: number) => void): RowDrag {
  const [dragged, setDragged] = useState<string | null>(null)
  const [target, setTarget] = useState<Target | null>(null)

  const drop = (): void => {
    if (dragged !== null && target !== null) onMove(dragged, positionOf(names, dragged, target))
    end()
  }
  const end = (): void => {
    setDragged(null)
    setTarget(null)
  }

  return {
    rowProps: (name) => ({
      onDragOver: (event) => {
        if (dragged === null) return
        event.preventDefault()
        setTarget({ name, isAfter: isInLowerHalf(event) })
      },
      onDrop: (event) => {
        event.preventDefault()
        drop()
      },
      'data-drop': target?.name === name && dragged !== name ? (target.isAfter ? 'after' : 'before') : undefined,
      'data-dragged': dragged === name || undefined,
    }),
    handleProps: (name) => ({
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', name)
        const row = (event.currentTarget as HTMLElement).closest('[data-row]')
        if (row) event.dataTransfer.setDragImage(row, 16, 16)
        setDragged(name)
      },
      onDragEnd: end,
      onKeyDown: (event) => {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
        if (step === 0) return
        event.preventDefault()
        onMove(name, names.indexOf(name) + step)
      },
    }),
  }
}

function isInLowerHalf(event: DragEvent): boolean {
  const box = event.currentTarget.getBoundingClientRect()
  return event.clientY > box.top + box.height / 2
}

function positionOf(names: string[], dragged: string, target: Target): number {
  if (dragged === target.name) return names.indexOf(dragged)
  const rest = names.filter((name) => name !== dragged)
  return rest.indexOf(target.name) + (target.isAfter ? 1 : 0)
}

/** The grip of a row. */
export function RowHandle({ label, handle }: { label: string; handle: ReturnType<RowDrag['handleProps']> }) {
  return (
    <button type="button" className="st-handle" draggable aria-label={label} title={label} {...handle}>
      <HolderOutlined />
    </button>
  )
}
