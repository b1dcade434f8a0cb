import { App } from 'antd'
import { useCallback } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import type { ApiProblem } from '../api/api-problem.ts'
import { useTexts } from '../texts/i18n.ts'

/** What a caller agrees to: the query string of a write. */
export interface Consent {
  allowDuplicates: boolean
  acceptWarnings: boolean
}

const NO_CONSENT: Consent = { allowDuplicates: false, acceptWarnings: false }

/** The consent as a write takes it: what is not agreed to is asked about. */
export function consentQuery({ allowDuplicates, acceptWarnings }: Consent): string {
  return `?accept_warnings=${acceptWarnings}${allowDuplicates ? '&allow_duplicates=true' : ''}`
}

/** What a refusal would need to be none; null where it stays one. */
function neededConsent(problem: ApiProblem): Partial<Consent> | null {
  if (problem.code === 'confirmation_needed') return { acceptWarnings: true }
  const canOverride = problem.problems.every(({ params }) => params?.['can_override'] === true)
  return problem.code === 'duplicate' && problem.problems.length > 0 && canOverride ? { allowDuplicates: true } : null
}

/** Writes, and asks the person about what can be saved all the same; who declines gets the refusal. */
export function useConsent() {
  const { modal } = App.useApp()
  const { t } = useTexts()

  return useCallback(
    async <T,>(write: (consent: Consent) => Promise<T>): Promise<T> => {
      const ask = (problem: ApiProblem): Promise<boolean> =>
        new Promise((resolve) => {
          modal.confirm({
            title: t(problem.code === 'duplicate' ? 'form.duplicateTitle' : 'form.warningTitle'),
            content: (
              <ul className="fw-consent">
                {problem.problems.map(({ message }) => (
                  <li key={message}>{message}</li>
                ))}
              </ul>
            ),
            okText: t('form.saveAnyway'),
            cancelText: t('form.goBack'),
            autoFocusButton: 'cancel',
            onOk: () => resolve(true),
            onCancel: () => resolve(false),
          })
        })
      let consent = NO_CONSENT
      for (;;) {
        try {
          return await write(consent)
        } catch (error) {
          const needed = isApiProblem(error) ? neededConsent(error) : null
          if (!needed || !(await ask(error as ApiProblem))) throw error
          consent = { ...consent, ...needed }
        }
      }
    },
    [modal, t],
  )
}
