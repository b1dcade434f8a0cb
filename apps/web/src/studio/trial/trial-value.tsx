import { FieldValue, useTexts } from '@fieldwork/ui'

/** how results look that no field describes; what is not named here is told by itself */
const SHOWN: Record<string, string> = {
  text: 'text',
  integer: 'integer',
  decimal: 'decimal',
  date: 'date',
  datetime: 'date-time',
}

/** What an expression gave. `type` is what the API calls its type. */
export function TrialValue({ value, type }: { value: unknown; type: string }) {
  const { t } = useTexts('studio')
  if (value === null || value === '') return <span className="st-try-value st-try-empty">{t('trial.empty')}</span>
  if (typeof value === 'boolean') return <span className="st-try-value">{t(value ? 'common.yes' : 'common.no')}</span>
  if (Array.isArray(value)) return <span className="st-try-value">{t('trial.items', { count: value.length })}</span>
  const shown = SHOWN[type] ?? 'formula'
  return (
    <span className="st-try-value">
      <FieldValue field={{ name: 'trial', label: t('trial.result'), type: shown, widget: shown }} value={value} />
    </span>
  )
}
