import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons'
import { useObjectSchema, useTexts } from '@fieldwork/ui'
import { Skeleton } from 'antd'

import { useExplanation } from './queries.ts'
import type { AccessArm, AccessExplanation, AccessQuestion } from './types.ts'

/** Why somebody may do something with a record, or what each way lacks. */
export function Explanation({ question, user }: { question: AccessQuestion; user: string }) {
  const { t } = useTexts('access')
  const explained = useExplanation(question, user)
  if (explained.isPending) return <Skeleton active title={false} paragraph={{ rows: 3 }} />
  if (explained.error) return <p role="alert">{explained.error.message}</p>
  const { allowed, deleted, arms, needs } = explained.data
  return (
    <div className="ac-explained" aria-live="polite">
      <p className={allowed ? 'ac-verdict ac-yes' : 'ac-verdict ac-no'}>
        {allowed ? <CheckCircleFilled /> : <CloseCircleOutlined />} {t(allowed ? 'allowed' : 'refused')}
      </p>
      {deleted ? <p className="ac-faint">{t('deleted')}</p> : null}
      <ul className="ac-arms">
        {[...arms]
          .sort((a, b) => Number(b.holds) - Number(a.holds))
          .map((arm, index) => (
            <ArmLine key={index} arm={arm} />
          ))}
        {needs.map(({ code, message, holds }) => (
          <li key={code} className={holds ? 'ac-holds' : ''}>
            {holds ? <CheckCircleFilled className="ac-yes" /> : <CloseCircleOutlined className="ac-no" />}
            <span>{message}</span>
          </li>
        ))}
      </ul>
      <FieldRights object={question.object} explained={explained.data} />
    </div>
  )
}

function ArmLine({ arm }: { arm: AccessArm }) {
  const { t } = useTexts('access')
  return (
    <li className={arm.holds ? 'ac-holds' : ''}>
      {arm.holds ? <CheckCircleFilled className="ac-yes" /> : <CloseCircleOutlined className="ac-faint" />}
      <span>
        {arm.role ? <strong>{arm.role.label} </strong> : null}
        {arm.label}
        {arm.lentBy ? <span className="ac-faint"> {t('lentBy', { name: arm.lentBy.name })}</span> : null}
        {arm.missing.map(({ code, message }) => (
          <span key={code + message} className="ac-missing">
            {message}
          </span>
        ))}
      </span>
    </li>
  )
}

/** The fields of which the person sees or changes less than all. */
function FieldRights({ object, explained }: { object: string; explained: AccessExplanation }) {
  const { t, locale } = useTexts('access')
  const fields = useObjectSchema(object, 'update').data?.fields
  if (!explained.allowed || !fields) return null
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const named = (wanted: string): string[] =>
    Object.entries(fields).flatMap(([name, { label }]) =>
      (explained.fields[name] ?? 'none') === wanted ? [label] : [],
    )
  return (
    <>
      {(['none', 'mask'] as const).map((right) => {
        const labels = named(right)
        return labels.length === 0 ? null : (
          <p key={right} className="ac-faint">
            {t(`fields.${right}`, { fields: list.format(labels) })}
          </p>
        )
      })}
    </>
  )
}
