import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { App, Button, Tooltip } from 'antd'
import { useEffect } from 'react'

import { countChanges } from '../model/change-set.ts'
import { usePublish } from '../publish/publish-provider.tsx'
import { useDraft, useDraftStore } from './draft-provider.tsx'

/** What is not published yet, and what can be done with it. Absent while there is nothing. */
export function DraftBar() {
  const { t } = useTexts('studio')
  const store = useDraftStore()
  const draft = useDraft()
  const publish = usePublish()
  const { modal } = App.useApp()
  const count = countChanges(draft.documents)
  useUndoKeys()

  if (count === 0 && !draft.canRedo) return null
  const discard = (): void =>
    void modal.confirm({
      title: t('draft.discardTitle', { count }),
      content: t('draft.discardText'),
      okText: t('draft.discardConfirm'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => store.clear(),
    })

  return (
    <div className="st-draft-bar" role="status">
      <span className="st-draft-dot" aria-hidden="true" />
      <span className="st-draft-count">{count === 0 ? t('draft.none') : t('draft.count', { count })}</span>
      <span className="st-draft-space" />
      <Tooltip title={`${t('draft.undo')} · Ctrl+Z`}>
        <Button
          type="text"
          icon={<UndoOutlined />}
          aria-label={t('draft.undo')}
          disabled={!draft.canUndo}
          onClick={() => store.undo()}
        />
      </Tooltip>
      <Tooltip title={`${t('draft.redo')} · Ctrl+Y`}>
        <Button
          type="text"
          icon={<RedoOutlined />}
          aria-label={t('draft.redo')}
          disabled={!draft.canRedo}
          onClick={() => store.redo()}
        />
      </Tooltip>
      <Button disabled={count === 0} onClick={discard}>
        {t('draft.discard')}
      </Button>
      <Button type="primary" disabled={count === 0} onClick={publish.open}>
        {t('draft.publish')}
      </Button>
    </div>
  )
}

/** `Ctrl+Z` and `Ctrl+Y` anywhere but in an input, which has its own, and not under an open dialog. */
function useUndoKeys(): void {
  const store = useDraftStore()
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey)
      if (!isRedo && key !== 'z') return
      event.preventDefault()
      if (isRedo) store.redo()
      else store.undo()
    }
    globalThis.addEventListener('keydown', listen)
    return () => globalThis.removeEventListener('keydown', listen)
  }, [store])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isInput = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  return isInput || target.closest('.ant-drawer, .ant-modal') !== null
}
