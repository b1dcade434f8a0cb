import { CheckCircleOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'

import { PeopleEffect } from './people-effect.tsx'
import { RightChanges } from './right-changes.tsx'
import type { AccessDiff } from './types.ts'
import { useAccessDiff } from './use-access-diff.ts'
import type { DiffRequest } from './use-access-diff.ts'

interface SectionProps {
  request: DiffRequest
  /** only about people who have this role, and what it says */
  role?: string
}

/** Who gains and who loses by a draft: rights in words, records in numbers. */
export function AccessDiffSection({ request, role }: SectionProps) {
  const { t } = useTexts('studio')
  const diff = useAccessDiff(request, role === undefined ? undefined : [role])
  return (
    <section className="st-access-diff" aria-label={t('effect.title')}>
      <h3 className="st-group-title">{t('effect.title')}</h3>
      {diff.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {diff.error ? (
        <p role="alert" className="st-diff-line">
          {diff.error.message} <Button onClick={() => void diff.refetch()}>{t('effect.again')}</Button>
        </p>
      ) : null}
      {diff.data ? <Found key={JSON.stringify(request)} diff={diff.data} request={request} role={role} /> : null}
    </section>
  )
}

function Found({ diff, request, role }: { diff: AccessDiff; request: DiffRequest; role: string | undefined }) {
  const { t } = useTexts('studio')
  if (diff.problems.length > 0) return <p className="st-muted">{t('effect.problems')}</p>
  const roles = diff.roles.filter((each) => role === undefined || each.role === role)
  const objects = role === undefined ? diff.objects : []
  if (roles.length + objects.length + diff.people.affected === 0) {
    return (
      <p className="st-muted st-no-effect">
        <CheckCircleOutlined />
        <span>{t('effect.none')}</span>
      </p>
    )
  }
  return (
    <>
      <RightChanges roles={roles} objects={objects} />
      <PeopleEffect people={diff.people} request={request} />
    </>
  )
}
