import { createContext, useContext, useMemo, useState } from 'react'
import type { ReactNode } from 'react'

import { PublishDialog } from './publish-dialog.tsx'

interface PublishControl {
  open: () => void
}

const PublishContext = createContext<PublishControl>({ open: () => undefined })

/** Makes the publish dialog reachable from every page of the studio. */
export function PublishProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const control = useMemo(() => ({ open: () => setOpen(true) }), [])
  return (
    <PublishContext.Provider value={control}>
      {children}
      {isOpen ? <PublishDialog onClose={() => setOpen(false)} /> : null}
    </PublishContext.Provider>
  )
}

/** Opens the publish dialog. */
export function usePublish(): PublishControl {
  return useContext(PublishContext)
}
