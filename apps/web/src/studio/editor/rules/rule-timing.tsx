import { useTexts } from '@fieldwork/ui'
import { Checkbox, Radio } from 'antd'

import type { Rule, RuleMoment } from '../../model/definitions.ts'
import { FormField } from '../../parts/form-field.tsx'

const MOMENTS = ['save', 'transition', 'import'] as const

/** Whether a rule refuses or only warns, and when it is tested. */
export function RuleTiming({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const { t } = useTexts('studio')
  const { severity = 'block', on = MOMENTS } = rule
  const { on: _always, ...always } = rule
  return (
    <>
      <FormField label={t('rules.severity')} help={t(`rules.severityHelp.${severity}`)}>
        {(id) => (
          <Radio.Group
            id={id}
            value={severity}
            options={(['block', 'warn'] as const).map((value) => ({ value, label: t(`rules.severities.${value}`) }))}
            onChange={({ target }) => onChange({ ...rule, severity: target.value as 'block' | 'warn' })}
          />
        )}
      </FormField>
      <FormField label={t('rules.on')} help={t('rules.onHelp')}>
        {() => (
          <Checkbox.Group
            aria-label={t('rules.on')}
            value={[...on]}
            options={MOMENTS.map((value) => ({ value, label: t(`rules.moments.${value}`) }))}
            onChange={(chosen: RuleMoment[]) => {
              if (chosen.length === 0) return
              onChange(chosen.length === MOMENTS.length ? always : { ...rule, on: chosen })
            }}
          />
        )}
      </FormField>
    </>
  )
}
