import { useTexts } from '@fieldwork/ui'
import { Button, Drawer } from 'antd'
import type { ReactNode } from 'react'

/** A form beside the page that goes into the draft: at its foot a remark, and the ways to leave it. */
export function EditDrawer(props: {
  title: ReactNode
  /** width in pixels */
  size: number
  /** before the buttons; usually that what is saved is a draft */
  foot?: ReactNode
  /** words of the button */
  save: string
  onSave: () => void
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useTexts('studio')
  return (
    <Drawer
      open
      size={props.size}
      className="st-drawer"
      title={props.title}
      onClose={props.onClose}
      footer={
        <div className="st-drawer-footer">
          {props.foot ?? <span className="st-muted">{t('field.note')}</span>}
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
          <Button type="primary" onClick={props.onSave}>
            {props.save}
          </Button>
        </div>
      }
    >
      {props.children}
    </Drawer>
  )
}
