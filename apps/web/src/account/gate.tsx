import { ProblemNote, isApiProblem, useMe, useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import { LoginPage } from './login-page.tsx'
import { LoginSteps } from './login-steps.tsx'
import { ViewEnded } from '../view-as/view-banner.tsx'
import { readViewing } from '../view-as/viewing.ts'
import { SessionDialog } from './session-dialog.tsx'

/** codes with which the server refuses to show anything with the eyes of another */
const ENDED = new Set(['forbidden', 'not_found'])

/** Lets logged-in people through; the others see the login, and afterwards the page they asked for. */
export function Gate({ children }: { children: ReactNode }) {
  const me = useMe()
  const { t } = useTexts('app')
  const viewing = readViewing()
  if (me.isPending) return <div className="fw-boot" aria-busy="true" />
  if (viewing && isApiProblem(me.error) && ENDED.has(me.error.code)) return <ViewEnded message={me.error.message} />
  if (viewing && me.data && me.data.viewed_by?.id !== viewing.by) return <ViewEnded message={t('viewAs.other')} />
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
