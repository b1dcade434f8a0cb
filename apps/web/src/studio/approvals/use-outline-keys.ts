import type { KeyboardEvent } from 'react'

import { focusNeighbour, focusSoon, keyBefore, placeOf } from '../designer-keys/focus.ts'
import type { ApprovalDefinition, ApprovalStep } from './approval.ts'
import { addStep, removeStep } from './edits.ts'

/** What was copied last, also from another chain. */
let copied: ApprovalStep | null = null

interface Input {
  chain: ApprovalDefinition
  edit: (next: ApprovalDefinition) => void
  /** a step, or null for the chain as a whole */
  onSelect: (key: string | null) => void
  onAdd: (after: string | null) => void
}

/** Keys on the outline: arrows, Insert, Delete, Ctrl+C, Ctrl+X, Ctrl+V, and Escape for the chain as a whole. */
export function useOutlineKeys({ chain, edit, onSelect, onAdd }: Input): (event: KeyboardEvent) => void {
  return (event) => {
    const { currentTarget: frame, key } = event
    const place = placeOf(event.target)
    if (!place) return
    const name = place.dataset['key'] ?? place.dataset['way'] ?? ''
    const step = place.dataset['key'] === undefined ? undefined : chain.steps[name]
    const isCommand = event.ctrlKey || event.metaKey
    const after = name === '' ? null : name
    const remove = (): void => {
      if (Object.keys(chain.steps).length === 1) return
      focusSoon(frame, keyBefore(frame, place))
      onSelect(null)
      edit(removeStep(chain, name))
    }
    const paste = (source: ApprovalStep): void => {
      const { chain: next, key: made } = addStep(chain, after, source)
      edit(next)
      onSelect(made)
      focusSoon(frame, made)
    }
    if (key === 'Escape') onSelect(null)
    else if (step && (key === 'Delete' || key === 'Backspace')) remove()
    else if (step && isCommand && key === 'c') copied = step
    else if (step && isCommand && key === 'x') {
      copied = step
      remove()
    } else if (copied && isCommand && key === 'v') paste(copied)
    else if (key === 'Insert' || key === '+') onAdd(after)
    else if (focusNeighbour(frame, event.target, key) === null) return
    event.preventDefault()
  }
}
