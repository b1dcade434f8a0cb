import { EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Skeleton, Tag } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { GrantDefinition, RoleDefinition } from '../catalog/types.ts'

const OPERATIONS = ['read', 'create', 'update', 'delete', 'export'] as const

/** The roles and what each may do, to look at. */
export function RolesPage() {
  const { t } = useTexts('studio')
  const roles = useRoles()
  return (
    <div className="st-page">
      <PageHeader title={t('roles.title')} line={t('roles.line')} />
      {roles.isPending ? <Skeleton active /> : null}
      {roles.data?.length === 0 ? <EmptyState icon="team" title={t('roles.none')} /> : null}
      {roles.data?.map((role) => (
        <RoleCard key={role.name} role={role} />
      ))}
    </div>
  )
}

function RoleCard({ role }: { role: RoleDefinition }) {
  const { t, locale } = useTexts('studio')
  const grants = Object.entries(role.grants ?? {})
  return (
    <section className="st-role" aria-label={role.label[locale]}>
      <h2>
        {role.label[locale]} <code className="st-code st-faint">{role.name}</code>
        {role.administrator ? <Tag color="cyan">{t('roles.administrator')}</Tag> : null}
      </h2>
      {role.administrator ? (
        <p className="st-muted">{t('roles.everything')}</p>
      ) : (
        <table className="st-table st-rights">
          <thead>
            <tr>
              <th>{t('roles.object')}</th>
              {OPERATIONS.map((operation) => (
                <th key={operation} className="st-centre">
                  {t(`roles.${operation}`)}
                </th>
              ))}
              <th>{t('roles.rows')}</th>
            </tr>
          </thead>
          <tbody>
            {grants.map(([object, grant]) => (
              <GrantRow key={object} object={object} grant={grant} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function GrantRow({ object, grant }: { object: string; grant: GrantDefinition }) {
  const { t, locale } = useTexts('studio')
  const label = useStudioObjects().find((each) => each.name === object)?.label[locale]
  const granted = Array.isArray(grant.operations) ? grant.operations : Object.keys(grant.operations)
  return (
    <tr>
      <td>{object === '*' ? t('roles.others') : (label ?? object)}</td>
      {OPERATIONS.map((operation) => {
        const isGranted = granted.includes(operation)
        return (
          <td key={operation} className="st-centre" aria-label={isGranted ? t('common.yes') : t('common.no')}>
            {isGranted ? '✓' : <span className="st-faint">–</span>}
          </td>
        )
      })}
      <td>{grant.where ? <code className="st-code">{grant.where}</code> : t('roles.allRows')}</td>
    </tr>
  )
}
