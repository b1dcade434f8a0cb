import { Button } from 'antd'
import type { ReactNode } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import { useTexts } from '../texts/i18n.ts'
import { EmptyState } from './empty-state.tsx'

const ICONS: Record<string, string> = { forbidden: 'lock', not_found: 'file-search', unreachable: 'alert' }

/** A refusal as a page: what happened, what is safe, what to do next. */
export function ProblemNote({ error, onRetry, action }: { error: unknown; onRetry?: () => void; action?: ReactNode }) {
  const { t } = useTexts()
  const code = isApiProblem(error) ? error.code : 'unknown'
  const known = ['forbidden', 'not_found', 'unreachable'].includes(code) ? code : 'unknown'
  const detail = isApiProblem(error) && known === 'unknown' ? (error.problems[0]?.message ?? error.message) : undefined
  return (
    <EmptyState
      icon={ICONS[known] ?? 'alert'}
      title={t(`problem.${known}.title`)}
      text={detail ?? t(`problem.${known}.text`)}
      action={
        action ?? (onRetry && known !== 'forbidden' ? <Button onClick={onRetry}>{t('action.retry')}</Button> : null)
      }
    />
  )
}
