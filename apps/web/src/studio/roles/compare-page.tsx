import { AppLink, EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Select, Skeleton } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { compareRoles, compareWholes } from '../model/role-comparison.ts'
import type { GrantDifference } from '../model/role-comparison.ts'
import { OTHER_OBJECTS } from '../model/roles.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { studioPaths } from '../paths.ts'
import { ScopeBadge } from './scope-badge.tsx'
import { useDraftedRoles } from './use-roles.ts'

/** Two roles side by side: only where they differ. */
export function CompareRolesPage({ a, b }: { a: string; b: string }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { roles, isPending } = useDraftedRoles()
  const [left, right] = [a, b].map((name) => roles.find(({ definition }) => definition.name === name)?.definition)
  if (isPending) return <Skeleton className="st-page" active />
  return (
    <div className="st-page">
      <AppLink to={studioPaths.roles} className="st-back">
        ‹ {t('roles.title')}
      </AppLink>
      <PageHeader title={t('role.compareTitle')} line={t('role.compareLine')} />
      <div className="st-toolbar">
        <RoleSelect
          label={t('role.first')}
          value={a}
          onChange={(name) => navigate(studioPaths.compareRoles(name, b))}
        />
        <span className="st-faint">↔</span>
        <RoleSelect
          label={t('role.second')}
          value={b}
          onChange={(name) => navigate(studioPaths.compareRoles(a, name))}
        />
      </div>
      {left && right ? (
        <Differences a={left} b={right} />
      ) : (
        <EmptyState compact title={t('role.missing', { name: left ? b : a })} />
      )}
    </div>
  )
}

function RoleSelect(props: { label: string; value: string; onChange: (name: string) => void }) {
  const { locale } = useTexts('studio')
  const { roles } = useDraftedRoles()
  return (
    <Select
      className="st-search"
      aria-label={props.label}
      value={props.value}
      options={roles.map(({ definition }) => ({ value: definition.name, label: definition.label[locale] }))}
      onChange={props.onChange}
    />
  )
}

function Differences({ a, b }: { a: RoleDefinition; b: RoleDefinition }) {
  const { t, locale } = useTexts('studio')
  const differences = compareRoles(a, b)
  const wholes = compareWholes(a, b)
  if ((a.administrator === true) !== (b.administrator === true)) {
    const admin = a.administrator ? a : b
    return <p className="st-muted">{t('role.oneIsAdministrator', { role: admin.label[locale] })}</p>
  }
  if (differences.length + wholes.length === 0) return <EmptyState compact icon="check-circle" title={t('role.same')} />
  return (
    <table className="st-table st-compare" aria-label={t('role.compareTitle')}>
      <thead>
        <tr>
          <th>{t('roles.object')}</th>
          <th>{t('role.what')}</th>
          <th>{a.label[locale]}</th>
          <th>{b.label[locale]}</th>
        </tr>
      </thead>
      <tbody>
        <PartRows label={t('role.whole')} parts={wholes} />
        {differences.map((difference) => (
          <DifferenceRows key={difference.object} difference={difference} />
        ))}
      </tbody>
    </table>
  )
}

function DifferenceRows({ difference: { object, operations, parts } }: { difference: GrantDifference }) {
  const { t, locale } = useTexts('studio')
  const known = useStudioObjects().find(({ name }) => name === object)
  const label = object === OTHER_OBJECTS ? t('roles.others') : (known?.label[locale] ?? object)
  return (
    <>
      {operations.map(({ operation, a, b }, index) => (
        <tr key={operation}>
          <th scope="row">{index === 0 ? label : null}</th>
          <td>{t(`role.operations.${operation}`)}</td>
          {[a, b].map((scope, side) => (
            <td key={side}>
              <ScopeBadge cell={{ scope, from: 'own' }} />{' '}
              <span className="st-muted">{t(`role.scopes.${scope ?? 'nothing'}`)}</span>
            </td>
          ))}
        </tr>
      ))}
      <PartRows label={operations.length > 0 ? null : label} parts={parts} />
    </>
  )
}

interface DifferentPart {
  part: string
  a: unknown
  b: unknown
}

/** Parts that differ, both as they are defined; `label` stands at the first. */
function PartRows({ label, parts }: { label: string | null; parts: DifferentPart[] }) {
  const { t } = useTexts('studio')
  return parts.map(({ part, a, b }, index) => (
    <tr key={part}>
      <th scope="row">{index === 0 ? label : null}</th>
      <td>{t(`role.parts.${part}`)}</td>
      {[a, b].map((value, side) => (
        <td key={side}>
          {value === undefined ? (
            <span className="st-faint">–</span>
          ) : (
            <code className="st-code">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
          )}
        </td>
      ))}
    </tr>
  ))
}
