import { preloadRecordForm } from '@fieldwork/ui'
import { useEffect } from 'react'

const AFTER_MS = 1200

/** Fetches the code of what people open next, once the first page stands; also the log-in of a session that ends. */
export function usePreload(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      void import('../workspace/list-page.tsx')
      void import('../account/login-again.tsx')
      void import('./command-palette.tsx')
      void import('./menu-drawer.tsx')
      void import('./keyboard-help.tsx')
      void import('../inbox/notification-list.tsx')
      void import('../workspace/record-page.tsx')
      void preloadRecordForm()
    }, AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
}
