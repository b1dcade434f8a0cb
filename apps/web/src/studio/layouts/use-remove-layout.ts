import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'

import type { LayoutDefinition } from '../model/definitions.ts'

/** Asks before a layout is removed, telling what its records are shown by then. */
export function useRemoveLayout(): (layout: LayoutDefinition, label: string, onRemove: () => void) => void {
  const { t } = useTexts('studio')
  const { modal } = App.useApp()
  return ({ recordType }, label, onRemove) =>
    void modal.confirm({
      title: t('layouts.removeTitle', { label }),
      content: t(recordType === undefined ? 'layouts.removeText' : 'layouts.removeTypeText'),
      okText: t('layouts.removeConfirm'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: onRemove,
    })
}
