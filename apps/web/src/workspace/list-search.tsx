import { SearchOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import type { InputRef } from 'antd'
// without its kinds for passwords, codes and long texts, which no list begins with
import Input from 'antd/es/input/Input'
import { useRef } from 'react'

import { useShortcut } from '../shell/use-shortcut.ts'

/** The search box of a list; `/` puts the cursor in it, `Esc` empties it. */
export function ListSearch({
  value,
  onChange,
  label,
}: {
  value: string
  onChange: (value: string) => void
  label: string
}) {
  const { t } = useTexts('app')
  const input = useRef<InputRef>(null)
  useShortcut('/', () => input.current?.focus({ cursor: 'all' }))
  return (
    <Input
      ref={input}
      className="fw-list-search"
      allowClear
      prefix={<SearchOutlined className="fw-faint" />}
      suffix={value === '' ? <kbd className="fw-desktop">/</kbd> : undefined}
      aria-label={t('list.search', { label })}
      placeholder={t('list.search', { label })}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        onChange('')
        event.currentTarget.blur()
      }}
    />
  )
}
