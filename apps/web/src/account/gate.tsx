import { ProblemNote, isApiProblem, useMe } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import { LoginPage } from './login-page.tsx'
import { LoginSteps } from './login-steps.tsx'
import { SessionDialog } from './session-dialog.tsx'

/** Lets logged-in people through; the others see the login, and afterwards the page they asked for. */
export function Gate({ children }: { children: ReactNode }) {
  const me = useMe()
  if (me.isPending) return <div className="fw-boot" aria-busy="true" />
  if (isApiProblem(me.error, 'unauthenticated')) return <LoginPage />
  if (isApiProblem(me.error, 'login_incomplete')) return <LoginSteps />
  if (me.error && !me.data) {
    return (
      <div className="fw-centred">
        <ProblemNote error={me.error} onRetry={() => void me.refetch()} />
      </div>
    )
  }
  return (
    <>
      {children}
      <SessionDialog />
    </>
  )
}
