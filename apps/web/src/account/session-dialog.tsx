import { Suspense, createContext, lazy, useContext, useSyncExternalStore } from 'react'

import { createSessionGuard } from './session-guard.ts'

const LoginAgain = lazy(async () => ({ default: (await import('./login-again.tsx')).LoginAgain }))

/** The guard of the app's session. */
export const SessionGuardContext = createContext(createSessionGuard(() => Promise.resolve(false)))

/** Asks for the password when the session ends in the middle of work; what is on the page stays as it is. */
export function SessionDialog() {
  const guard = useContext(SessionGuardContext)
  const isAsking = useSyncExternalStore(guard.subscribe, guard.isAsking)
  if (!isAsking) return null
  return (
    <Suspense fallback={null}>
      <LoginAgain onSettled={guard.settle} />
    </Suspense>
  )
}
