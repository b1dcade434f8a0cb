import { AppLink, useTexts } from '@fieldwork/ui'
import { Drawer, Skeleton } from 'antd'

import type { Employee, Position } from '../organisation/queries.ts'
import { useRecordsOf } from '../organisation/queries.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { studioPaths } from '../paths.ts'
import { AccountRoles } from './account-roles.tsx'
import { Assignments } from './assignments.tsx'

/** The roles of a person or of a position. */
export function AssignmentsDrawer(props: ({ employee: Employee } | { position: Position }) & { onClose: () => void }) {
  const { t } = useTexts('studio')
  const name = 'employee' in props ? props.employee.name : props.position.name
  return (
    <Drawer open size={600} className="st-drawer" title={t('organisation.rolesOf', { name })} onClose={props.onClose}>
      {'employee' in props ? (
        <EmployeeRoles employee={props.employee} />
      ) : (
        <Assignments holder={{ position: props.position.id }} />
      )}
    </Drawer>
  )
}

/** Roles belong to the account of a person, and to the position. */
function EmployeeRoles({ employee }: { employee: Employee }) {
  const { t } = useTexts('studio')
  const accounts = useRecordsOf<{ id: string }>('user', `employee == '${employee.id}'`, 'id,name')
  if (accounts.isPending) return <Skeleton active />
  const [account] = accounts.data ?? []
  return (
    <>
      <FormGroup title={t('assignments.ofAccount')}>
        {account ? (
          <>
            <AccountRoles account={account.id} />
            <Assignments holder={{ account: account.id }} />
          </>
        ) : (
          <p className="st-muted">
            {t('assignments.noAccount')} <AppLink to={studioPaths.users}>{t('nav.users')}</AppLink>
          </p>
        )}
      </FormGroup>
      {employee.position ? (
        <FormGroup title={t('assignments.ofPosition', { position: employee.position.label ?? '' })}>
          <Assignments holder={{ position: employee.position.id }} />
        </FormGroup>
      ) : null}
    </>
  )
}
