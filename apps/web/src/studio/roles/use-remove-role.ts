import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'

import { useDraftedRoles } from './use-roles.ts'
import type { DraftedRole } from './use-roles.ts'

/** Asks before a role is removed. */
export function useRemoveRole(): (role: DraftedRole, onRemoved?: () => void) => void {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const { put } = useDraftedRoles()
  return (role, onRemoved) => {
    const { name, label } = role.definition
    void modal.confirm({
      title: t('role.removeTitle', { label: label[locale] }),
      content: t('role.removeText'),
      okText: t('role.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        onRemoved?.()
        put(role, name, null)
      },
    })
  }
}
