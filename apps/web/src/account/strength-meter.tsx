import { useTexts } from '@fieldwork/ui'
import { strengthOf } from './password-strength.ts'
import './strength-meter.css'

const STEPS = [1, 2, 3, 4] as const

/** How hard the password that is being typed is to guess, in four steps and in a word. */
export function StrengthMeter({ password }: { password: string }) {
  const { t } = useTexts('app')
  if (password === '') return null
  const strength = strengthOf(password)
  return (
    <div className={`fw-strength fw-strength-${strength}`}>
      <span className="fw-strength-bars" aria-hidden="true">
        {STEPS.map((step) => (
          <i key={step} className={step <= strength ? 'fw-reached' : ''} />
        ))}
      </span>
      <output>{t(`password.strength.${strength}`)}</output>
    </div>
  )
}
