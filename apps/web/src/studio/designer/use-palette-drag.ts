import { useRef, useState } from 'react'
import type { PointerEvent as ReactPointerEvent } from 'react'

import type { Block } from '../model/definitions.ts'
import { useGridDesigner } from './designer-context.ts'
import type { DropTarget } from './designer-context.ts'
import { cellAt } from './zones.ts'

const THRESHOLD_PX = 4

interface Point {
  x: number
  y: number
}

/** Drags something from the palette onto the canvas; the canvas shows where it would land. */
export function usePaletteDrag(block: Omit<Block, 'x' | 'y'>, onDrop: (target: DropTarget) => void) {
  const { setDrop, scale } = useGridDesigner()
  const [point, setPoint] = useState<Point | null>(null)
  const wasDragged = useRef(false)
  const drop = useRef(onDrop)
  drop.current = onDrop

  const targetAt = (at: Point): DropTarget | null => {
    const cell = cellAt(at, { w: block.w, isSection: block.type === 'section', scale })
    return cell && { ...cell, w: block.w, h: block.h }
  }
  const onPointerDown = (start: ReactPointerEvent): void => {
    if (start.button !== 0) return
    wasDragged.current = false
    const move = (event: PointerEvent): void => {
      const at = { x: event.clientX, y: event.clientY }
      if (!wasDragged.current && Math.hypot(at.x - start.clientX, at.y - start.clientY) < THRESHOLD_PX) return
      wasDragged.current = true
      setPoint(at)
      setDrop(targetAt(at))
    }
    const end = (event: PointerEvent): void => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', end)
      removeEventListener('pointercancel', end)
      setPoint(null)
      setDrop(null)
      const target = wasDragged.current && event.type === 'pointerup' ? targetAt(eventPoint(event)) : null
      if (target) drop.current(target)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', end)
    addEventListener('pointercancel', end)
  }

  return { point, handlers: { onPointerDown }, isClick: () => !wasDragged.current }
}

function eventPoint(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY }
}
