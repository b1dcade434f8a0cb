import { ProblemNote, isApiProblem, useMe, useTexts } from '@fieldwork/ui'
import { Suspense, lazy } from 'react'
import type { ReactNode } from 'react'

import { ViewEnded } from '../view-as/view-banner.tsx'
import { readViewing } from '../view-as/viewing.ts'
import { SessionDialog } from './session-dialog.tsx'

// whoever is logged in already needs neither
const LoginPage = lazy(async () => ({ default: (await import('./login-page.tsx')).LoginPage }))
const LoginSteps = lazy(async () => ({ default: (await import('./login-steps.tsx')).LoginSteps }))

/** codes with which the server refuses to show anything with the eyes of another */
const ENDED = new Set(['forbidden', 'not_found'])

/** Lets logged-in people through; the others see the login, and afterwards the page they asked for. */
export function Gate({ children }: { children: ReactNode }) {
  const me = useMe()
  const { t } = useTexts('app')
  const viewing = readViewing()
  if (me.isPending) return <Boot />
  if (viewing && isApiProblem(me.error) && ENDED.has(me.error.code)) return <ViewEnded message={me.error.message} />
  if (viewing && me.data && me.data.viewed_by?.id !== viewing.by) return <ViewEnded message={t('viewAs.other')} />
  if (isApiProblem(me.error, 'unauthenticated')) return <Later page={<LoginPage />} />
  if (isApiProblem(me.error, 'login_incomplete')) return <Later page={<LoginSteps />} />
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

function Later({ page }: { page: ReactNode }) {
  return <Suspense fallback={<Boot />}>{page}</Suspense>
}

function Boot() {
  return <div className="fw-boot" aria-busy="true" />
}
