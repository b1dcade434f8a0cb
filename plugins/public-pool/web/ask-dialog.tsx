import { RecordServicesProvider, widgetOf } from '@fieldwork/ui/plugin'
import { Input, Modal } from 'antd'
import { useState } from 'react'

import { said, useWords } from './words.ts'

interface AskDialogProps {
  what: 'assign' | 'release'
  isPending: boolean
  onConfirm(body: { owner: string } | { reason: string }): void
  onClose(): void
}

const titles = {
  assign: said('Assign the customer', '分配客户'),
  release: said('Give the customer back to the pool', '将客户退回公海'),
}

/** Asks to whom a customer is given, or why it is given back. */
export function AskDialog({ what, isPending, onConfirm, onClose }: AskDialogProps) {
  const words = useWords()
  const [value, setValue] = useState('')
  const label = what === 'assign' ? said('New owner', '新负责人') : said('Reason', '原因')
  return (
    <Modal
      open
      title={words(titles[what])}
      okText={words(said('Confirm', '确定'))}
      cancelText={words(said('Cancel', '取消'))}
      okButtonProps={{ disabled: value.trim() === '' }}
      confirmLoading={isPending}
      onOk={() => onConfirm(what === 'assign' ? { owner: value } : { reason: value.trim() })}
      onCancel={onClose}
    >
      <label htmlFor="pool-asked">{words(label)}</label>
      {what === 'assign' ? (
        <RecordServicesProvider>
          <Owner label={words(label)} value={value} onChange={setValue} />
        </RecordServicesProvider>
      ) : (
        <Input.TextArea
          id="pool-asked"
          rows={3}
          maxLength={180}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      )}
    </Modal>
  )
}

function Owner({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  const field = { name: 'owner', label, type: 'user', widget: 'user', reference: 'user', property: null }
  const Widget = widgetOf(field)
  return (
    <Widget
      id="pool-asked"
      field={field}
      value={value || null}
      disabled={false}
      invalid={false}
      onChange={(next) => onChange(typeof next === 'string' ? next : '')}
    />
  )
}
