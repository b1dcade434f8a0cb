import { preloadRecordForm } from '@fieldwork/ui'
import { useEffect } from 'react'

const AFTER_MS = 1200

/** Fetches the code of the pages people go to next, once the first page stands. */
export function usePreload(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      void import('../workspace/list-page.tsx')
      void import('../workspace/record-page.tsx')
      void preloadRecordForm()
    }, AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
}
