import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'

import { useDraftedConversions } from './use-conversions.ts'
import type { DraftedConversion } from './use-conversions.ts'

/** Asks before a conversion is removed. */
export function useRemoveConversion(): (conversion: DraftedConversion, onRemoved?: () => void) => void {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const { put } = useDraftedConversions()
  return (conversion, onRemoved) => {
    const { name, label } = conversion.definition
    void modal.confirm({
      title: t('conversions.removeTitle', { label: label?.[locale] || name }),
      content: t('conversions.removeText'),
      okText: t('conversions.removeConfirm'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        onRemoved?.()
        put(conversion, name, null)
      },
    })
  }
}
