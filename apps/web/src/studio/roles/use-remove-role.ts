import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'

import { useRoleHolders } from './role-holders.ts'
import type { RoleHolders } from './role-holders.ts'
import { useDraftedRoles } from './use-roles.ts'
import type { DraftedRole } from './use-roles.ts'

/** Asks before a role is removed. */
export function useRemoveRole(): (role: DraftedRole, onRemoved?: () => void) => void {
  const { t, locale } = useTexts('studio')
  const { modal, message } = App.useApp()
  const { put } = useDraftedRoles()
  const holdersOf = useRoleHolders()
  const ask = (role: DraftedRole, holders: RoleHolders, onRemoved?: () => void): void => {
    const { name, label } = role.definition
    void modal.confirm({
      title: t('role.removeTitle', { label: label[locale] }),
      content: `${t('role.removeHolders', { ...holders })} ${t('role.removeText')}`,
      okText: t('role.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        onRemoved?.()
        put(role, name, null)
      },
    })
  }
  return (role, onRemoved) => {
    holdersOf(role.definition.name).then(
      (holders) => ask(role, holders, onRemoved),
      (error: Error) => void message.error(error.message),
    )
  }
}
