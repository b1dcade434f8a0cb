import type { KeyboardEvent } from 'react'

import { focusSoon, keyBefore, placeOf } from '../../designer-keys/focus.ts'
import { useDesigner } from '../designer/designer-context.ts'
import { TRIGGER } from '../graph/ways.ts'
import type { Way } from '../graph/ways.ts'

/** Keys on the canvas beside the arrows: Insert, Delete, Ctrl+C, Ctrl+X, Ctrl+V and Escape. */
export function useCanvasKeys(ways: Way[]): (event: KeyboardEvent) => void {
  const { editing, select } = useDesigner()
  return (event) => {
    const { currentTarget: frame, key } = event
    const place = placeOf(event.target)
    if (!place) return
    if (key === 'Escape') return select(null)
    if (!editing) return
    const name = place.dataset['key']
    const isStep = name !== undefined && name !== TRIGGER
    const isCommand = event.ctrlKey || event.metaKey
    const way =
      ways.find(({ id }) => id === place.dataset['way']) ??
      ways.findLast(({ from, kind }) => from === name && kind !== 'error')
    const remove = (step: string): void => {
      focusSoon(frame, keyBefore(frame, place))
      editing.remove(step)
    }
    if (isStep && (key === 'Delete' || key === 'Backspace')) remove(name)
    else if (isStep && isCommand && key === 'c') editing.copy(name)
    else if (isStep && isCommand && key === 'x') {
      editing.copy(name)
      remove(name)
    } else if (way && isCommand && key === 'v') editing.paste(way)
    else if (way && (key === 'Insert' || key === '+')) editing.ask(way)
    else return
    event.preventDefault()
  }
}
