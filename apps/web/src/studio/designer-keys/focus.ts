import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'

import { isDirection, neighbourOf } from './spatial-focus.ts'

/** What can be gone to in a designer: cards and the places where a step can be put. */
const PLACES = '[data-key], [data-way]'

/** Everything that can be gone to. */
export const placesIn = (frame: ParentNode): HTMLElement[] => [...frame.querySelectorAll<HTMLElement>(PLACES)]

/** The card or place in which a key was pressed. */
export const placeOf = (target: EventTarget): HTMLElement | null => (target as Element).closest<HTMLElement>(PLACES)

/** Goes to what lies in the direction of an arrow key; null: it is no arrow key. Undefined: nothing lies there. */
export function focusNeighbour(frame: ParentNode, target: EventTarget, key: string): HTMLElement | null | undefined {
  const from = placeOf(target)
  if (!from || !isDirection(key)) return null
  const to = neighbourOf(from, placesIn(frame), key)
  to?.focus()
  return to ?? undefined
}

/** The card before one, which has the focus once that one is gone. */
export function keyBefore(frame: ParentNode, place: HTMLElement): string | undefined {
  const cards = placesIn(frame).filter(({ dataset }) => dataset['key'] !== undefined)
  return neighbourOf(place, cards, 'ArrowUp')?.dataset['key'] ?? cards.find((card) => card !== place)?.dataset['key']
}

/** Goes to a card as soon as it is drawn. */
export function focusSoon(frame: ParentNode, key: string | undefined): void {
  if (key !== undefined) requestAnimationFrame(() => cardOf(frame, key)?.focus({ preventScroll: true }))
}

const cardOf = (frame: ParentNode, key: string): HTMLElement | null =>
  frame.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)

/** Gives the focus to the card that is selected where what had it is gone, such as the dialog that made it. */
export function useFocusOnSelected(frame: RefObject<HTMLElement | null>, selected: string | null): void {
  const before = useRef<string | null | undefined>(undefined)
  useEffect(() => {
    const isFirst = before.current === undefined
    before.current = selected
    if (isFirst || selected === null || !frame.current || document.activeElement !== document.body) return
    cardOf(frame.current, selected)?.focus({ preventScroll: true })
  }, [selected, frame])
}
