import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import { FormField } from '../parts/form-field.tsx'
import { useSaveUser, useUsers } from '../users/queries.ts'

/** The roles that an account has with the departments of its person. */
export function AccountRoles({ account }: { account: string }) {
  const { t, locale } = useTexts('studio')
  const roles = useRoles().data ?? []
  const user = useUsers().data?.find(({ id }) => id === account)
  const save = useSaveUser()
  if (!user) return null
  return (
    <FormField label={t('users.roles')} help={t('assignments.plainHelp')} error={save.error?.message}>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          className="st-wide"
          loading={save.isPending}
          value={user.roles}
          options={roles.map(({ name, label }) => ({ value: name, label: label[locale] }))}
          onChange={(next: string[]) => save.mutate({ id: account, input: { roles: next } })}
        />
      )}
    </FormField>
  )
}
