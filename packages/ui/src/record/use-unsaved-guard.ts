import { App } from 'antd'
import { useCallback, useEffect, useState } from 'react'

import { useTexts } from '../texts/i18n.ts'

/** Asks before unsaved changes are thrown away, also when the page is left. */
export function useUnsavedGuard(leave: () => void) {
  const [isDirty, setDirty] = useState(false)
  const { modal } = App.useApp()
  const { t } = useTexts()

  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    globalThis.addEventListener('beforeunload', warn)
    return () => globalThis.removeEventListener('beforeunload', warn)
  }, [isDirty])

  const close = useCallback(() => {
    if (!isDirty) return leave()
    modal.confirm({
      title: t('form.discardTitle'),
      content: t('form.discardText'),
      okText: t('form.discard'),
      cancelText: t('form.keepEditing'),
      okButtonProps: { danger: true },
      focusable: { autoFocusButton: 'cancel' },
      onOk: leave,
    })
  }, [isDirty, leave, modal, t])

  return { isDirty, setDirty, close }
}
