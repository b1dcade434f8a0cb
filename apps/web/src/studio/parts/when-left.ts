import type { FocusEvent } from 'react'

/** A handler of `onBlur` that does something once the focus leaves the element and all in it. */
export function whenLeft(act: () => void): (event: FocusEvent) => void {
  return (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) act()
  }
}
