import { isApiProblem, useTexts } from '@fieldwork/ui'

import type { MemberRuleDefinition } from '../model/member-rules.ts'
import { useRulePreview } from './use-member-rules.ts'
import type { RulePreview as Answer } from './use-member-rules.ts'

/** What the rule would do now, before anybody publishes it. */
export function RulePreview({ rule }: { rule: MemberRuleDefinition | null }) {
  const { t } = useTexts('studio')
  const { data, error } = useRulePreview(rule)
  return (
    <section className="st-rule-preview" aria-label={t('memberRules.preview')} aria-live="polite">
      <h3 className="st-group-title">{t('memberRules.preview')}</h3>
      {rule === null ? <p className="st-help">{t('memberRules.previewIncomplete')}</p> : null}
      {rule !== null && error ? <Refusal error={error} /> : null}
      {rule !== null && !error && data ? <Outcome answer={data} /> : null}
    </section>
  )
}

function Refusal({ error }: { error: Error }) {
  const problems = isApiProblem(error) ? error.problems : []
  const texts = problems.length > 0 ? problems.map(({ message }) => message) : [error.message]
  return (
    <ul className="st-rule-preview-list" role="alert">
      {texts.map((text) => (
        <li key={text} className="st-error">
          {text}
        </li>
      ))}
    </ul>
  )
}

function Outcome({ answer: { members, records, gone, changed, sample } }: { answer: Answer }) {
  const { t, locale } = useTexts('studio')
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const isNothing = members + gone + changed === 0
  return (
    <>
      <p>{isNothing ? t('memberRules.previewNothing') : t('memberRules.previewAdds', { members, records })}</p>
      {gone > 0 ? <p>{t('memberRules.previewGone', { count: gone })}</p> : null}
      {changed > 0 ? <p>{t('memberRules.previewChanged', { count: changed })}</p> : null}
      {sample.length > 0 ? (
        <>
          <p className="st-help">{t('memberRules.among')}</p>
          <ul className="st-rule-preview-list">
            {sample.map(({ record, users }) => (
              <li key={record.id}>
                <strong>{record.label ?? record.id}</strong>
                <span>{list.format(users.map(({ id, label }) => label ?? id))}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
