import { useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import { LanguageSwitch } from './language-switch.tsx'

/** The page around logging in. */
export function LoginFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts('app')
  return (
    <main className="fw-login">
      <div className="fw-login-side" aria-hidden="true">
        <p className="fw-login-slogan">{t('login.slogan')}</p>
        <p className="fw-login-sub">{t('login.sub')}</p>
      </div>
      <div className="fw-login-main">
        <div className="fw-login-language">
          <LanguageSwitch />
        </div>
        {children}
      </div>
    </main>
  )
}
