import { useEffect, useRef, useState } from 'react'

/** Whether a bar's buttons have once not fitted beside each other; tried again when its width changes. */
export function useTightBar() {
  const bar = useRef<HTMLDivElement>(null)
  const [isTight, setTight] = useState(false)
  useEffect(() => {
    const element = bar.current
    if (!element) return
    let width = element.clientWidth
    const look = (): void => {
      if (element.scrollWidth > element.clientWidth) setTight(true)
    }
    const sized = new ResizeObserver(() => {
      if (element.clientWidth > width) setTight(false)
      width = element.clientWidth
      look()
    })
    // buttons come when the server has said what is possible
    const changed = new MutationObserver(look)
    sized.observe(element)
    changed.observe(element, { childList: true, subtree: true, characterData: true })
    look()
    return () => {
      sized.disconnect()
      changed.disconnect()
    }
  }, [])
  return { bar, isTight }
}
