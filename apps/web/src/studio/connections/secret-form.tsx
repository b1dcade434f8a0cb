import { useTexts } from '@fieldwork/ui'
import { App, Button, Input, Tag } from 'antd'
import { useState } from 'react'

import { FormField } from '../parts/form-field.tsx'

/** A secret that nobody reads again: whether it is set, and the ways to replace or clear it. */
export function SecretForm(props: {
  label: string
  help: string
  isSet: boolean
  isBusy: boolean
  /** null takes it away; true: it has been kept */
  onStore: (secret: string | null) => Promise<boolean>
}) {
  const { t } = useTexts('studio')
  const { modal, message } = App.useApp()
  const [value, setValue] = useState<string | null>(null)
  const store = async (secret: string | null): Promise<void> => {
    if (!(await props.onStore(secret))) return
    setValue(null)
    void message.success(t(secret === null ? 'cn.secretCleared' : 'cn.secretSaved'))
  }
  const clear = (): void =>
    void modal.confirm({
      title: t('cn.clearTitle'),
      content: t('cn.clearText'),
      okText: t('cn.clear'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => store(null),
    })
  if (value !== null) {
    return (
      <FormField label={props.label} help={props.help}>
        {(id) => (
          <span className="st-au-secret">
            <Input.Password
              id={id}
              autoFocus
              autoComplete="new-password"
              value={value}
              onChange={({ target }) => setValue(target.value)}
              onPressEnter={() => (value === '' ? undefined : void store(value))}
            />
            <Button type="primary" disabled={value === ''} loading={props.isBusy} onClick={() => void store(value)}>
              {t('cn.saveSecret')}
            </Button>
            <Button onClick={() => setValue(null)}>{t('common.cancel')}</Button>
          </span>
        )}
      </FormField>
    )
  }
  return (
    <div className="st-field" role="group" aria-label={props.label}>
      <span className="st-label">{props.label}</span>
      <span className="st-au-secret">
        <Tag color={props.isSet ? 'green' : 'default'}>{t(props.isSet ? 'cn.isSet' : 'cn.notSet')}</Tag>
        <Button size="small" onClick={() => setValue('')}>
          {t(props.isSet ? 'cn.replace' : 'cn.set')}
        </Button>
        {props.isSet ? (
          <Button size="small" type="text" danger onClick={clear}>
            {t('cn.clear')}
          </Button>
        ) : null}
      </span>
      <p className="st-help">{props.help}</p>
    </div>
  )
}
