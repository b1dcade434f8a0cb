import { AppLink, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'
import { useState } from 'react'

import { rightsOf } from '../model/roles.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { ListPage } from '../parts/list-page.tsx'
import { studioPaths } from '../paths.ts'
import { useUsers } from '../users/queries.ts'
import { NewRoleDialog } from './new-role-dialog.tsx'
import { useDraftedRoles } from './use-roles.ts'

/** Every role, with how much it is about and who has it. */
export function RolesPage() {
  const { t } = useTexts('studio')
  const { roles, isPending } = useDraftedRoles()
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <ListPage
        title={t('roles.title')}
        line={t('roles.line')}
        add={t('role.add')}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={roles.length === 0}
        none={{ icon: 'team', title: t('roles.none') }}
      >
        <RoleTable roles={roles.map(({ definition }) => definition)} />
      </ListPage>
      {isCreating ? <NewRoleDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function RoleTable({ roles }: { roles: RoleDefinition[] }) {
  const { t, locale } = useTexts('studio')
  const users = useUsers().data ?? []
  return (
    <table className="st-table">
      <thead>
        <tr>
          <th>{t('role.role')}</th>
          <th>{t('settings.description')}</th>
          <th className="st-number">{t('role.objects')}</th>
          <th className="st-number">{t('role.people')}</th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <tr key={role.name}>
            <td>
              <AppLink to={studioPaths.role(role.name)} className="st-object-link">
                {role.label[locale]} <code className="st-code">{role.name}</code>
              </AppLink>
            </td>
            <td className="st-muted">
              {role.administrator ? <Tag color="cyan">{t('roles.administrator')}</Tag> : null}
              {role.description?.[locale]}
            </td>
            <td className="st-number">{role.administrator ? t('role.all') : countObjects(role)}</td>
            <td className="st-number">{users.filter(({ roles: held }) => held.includes(role.name)).length}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function countObjects({ grants = {} }: RoleDefinition): number {
  return Object.values(grants).filter((grant) => Object.keys(rightsOf(grant)).length > 0).length
}
