import type { KeyboardEvent } from 'react'

import { useDesigner } from '../designer/designer-context.ts'
import { TRIGGER } from '../graph/ways.ts'
import type { Way } from '../graph/ways.ts'

/** Keys on the canvas beside the arrows: Delete, Ctrl+C, Ctrl+X, Ctrl+V and Escape. */
export function useCanvasKeys(ways: Way[]): (event: KeyboardEvent) => void {
  const { editing, select } = useDesigner()
  return (event) => {
    const { target, key } = event
    const place = (target as Element).closest<HTMLElement>('[data-key], [data-way]')
    if (!place) return
    if (key === 'Escape') return select(null)
    if (!editing) return
    const name = place.dataset['key']
    const isStep = name !== undefined && name !== TRIGGER
    const isCommand = event.ctrlKey || event.metaKey
    if (isStep && (key === 'Delete' || key === 'Backspace')) editing.remove(name)
    else if (isStep && isCommand && key === 'c') editing.copy(name)
    else if (isStep && isCommand && key === 'x') {
      editing.copy(name)
      editing.remove(name)
    } else if (isCommand && key === 'v') {
      const way =
        ways.find(({ id }) => id === place.dataset['way']) ??
        ways.findLast(({ from, kind }) => from === name && kind !== 'error')
      if (way) editing.paste(way)
    } else return
    event.preventDefault()
  }
}
