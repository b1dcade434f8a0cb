import { useEffect, useRef } from 'react'

/**
 * Calls back when the key is pressed anywhere but in an input (`ctrl+…` works there too).
 * Keys: a character such as `n`, `/`, `?`, or `ctrl+k`.
 */
export function useShortcut(key: string, run: () => void, isActive = true): void {
  const latest = useRef(run)
  latest.current = run

  useEffect(() => {
    if (!isActive) return
    const listen = (event: KeyboardEvent): void => {
      if (!matches(key, event)) return
      event.preventDefault()
      latest.current()
    }
    globalThis.addEventListener('keydown', listen)
    return () => globalThis.removeEventListener('keydown', listen)
  }, [key, isActive])
}

function matches(key: string, event: KeyboardEvent): boolean {
  const hasControl = event.ctrlKey || event.metaKey
  if (key.startsWith('ctrl+')) return hasControl && event.key.toLowerCase() === key.slice('ctrl+'.length)
  return !hasControl && !event.altKey && event.key.toLowerCase() === key && !isTyping(event) && !hasOverlay()
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function hasOverlay(): boolean {
  return document.querySelector('.ant-drawer-open, .ant-modal-wrap:not([style*="display: none"])') !== null
}
