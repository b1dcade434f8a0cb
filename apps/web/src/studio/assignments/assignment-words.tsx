import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import { useDraftedDimensions } from '../roles/use-roles.ts'
import { limitsOf } from './assignment.ts'
import type { AssignmentRecord } from './assignment.ts'

/** What an assignment says: the role, where, with which values, and from when to when. */
export function AssignmentWords({ assignment }: { assignment: AssignmentRecord }) {
  const { t, locale } = useTexts('studio')
  const role = useRoles().data?.find(({ name }) => name === assignment.role)
  const { dimensions } = useDraftedDimensions()
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const departments = assignment.departments ?? []
  const limits = Object.entries(limitsOf(assignment.dimensions)).map(([name, { mode, values = [] }]) => {
    const label = dimensions.find(({ definition }) => definition.name === name)?.definition.label?.[locale] ?? name
    const what =
      mode === undefined || mode === 'listed'
        ? t('assignments.values', { count: values.length })
        : t(`role.modes.${mode}`)
    return `${label}: ${what}`
  })
  return (
    <div>
      <strong>{role?.label[locale] ?? assignment.role}</strong> <AssignmentState assignment={assignment} />
      <p className="st-muted">
        {departments.length > 0
          ? t('assignments.inDepartments', {
              departments: list.format(departments.map(({ label, id }) => label ?? id)),
            })
          : t('assignments.ownDepartments')}
        {limits.length > 0 ? ` · ${limits.join(' · ')}` : ''}
      </p>
      {assignment.valid_from || assignment.valid_until ? (
        <p className="st-muted">
          {assignment.valid_from ?? '…'} – {assignment.valid_until ?? '…'}
        </p>
      ) : null}
    </div>
  )
}

function AssignmentState({ assignment: { valid_from: from, valid_until: until } }: { assignment: AssignmentRecord }) {
  const { t } = useTexts('studio')
  const today = new Intl.DateTimeFormat('sv-SE').format(new Date())
  if (from !== null && from > today) return <Tag color="gold">{t('assignments.later')}</Tag>
  if (until !== null && until < today) return <Tag>{t('assignments.over')}</Tag>
  return null
}
