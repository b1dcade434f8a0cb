import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'

/** What a control that writes is told by: nothing, or that it is off and why. Fits buttons and menu entries. */
export interface WriteLock {
  disabled?: true
  title?: string
}

const OPEN: WriteLock = {}
const WriteLockContext = createContext<WriteLock>(OPEN)

/** Switches off everything below that writes. @param reason for people; null: nothing is off */
export function WriteLockProvider({ reason, children }: { reason: string | null; children: ReactNode }) {
  return (
    <WriteLockContext value={reason === null ? OPEN : { disabled: true, title: reason }}>{children}</WriteLockContext>
  )
}

/** To be spread on every control that writes. */
export function useWriteLock(): WriteLock {
  return useContext(WriteLockContext)
}
