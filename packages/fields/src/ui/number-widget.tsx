import { Input } from 'antd'
import type { InputRef } from 'antd'
import { useLayoutEffect, useRef, useState } from 'react'

import { ownOption } from './field-shape.ts'
import { decimalText, formatNumber, parseNumber } from '../number-text.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** A whole or decimal number, an amount or a percentage: separators at rest, plain digits while it is typed. */
export function NumberWidget(props: WidgetProps) {
  const { field, value, onChange } = props
  const [draft, setDraft] = useState<string | null>(null)
  const input = useRef<InputRef>(null)
  const isWhole = field.type === 'integer'
  const isEditing = draft !== null

  // plain digits take the place of separated ones, which would lose what Tab has selected
  useLayoutEffect(() => {
    if (isEditing) input.current?.select()
  }, [isEditing])

  const type = (text: string): void => {
    setDraft(text)
    const parsed = parseNumber(text)
    onChange(parsed.kind === 'empty' ? undefined : parsed.value)
  }

  return (
    <Input
      ref={input}
      id={props.id}
      {...ariaOf(props)}
      className="fw-number-input"
      status={statusOf(props)}
      inputMode={isWhole ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={draft ?? formatNumber(value, scaleOf(props))}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      placeholder={props.placeholder ?? ''}
      prefix={field.type === 'money' ? <span className="fw-affix">{currencySign(props)}</span> : null}
      suffix={field.type === 'percent' ? <span className="fw-affix">%</span> : null}
      onFocus={() => setDraft(decimalText(value) ?? (value === null || value === undefined ? '' : String(value)))}
      onChange={(event) => type(event.target.value)}
      onBlur={() => {
        setDraft(null)
        props.onBlur?.()
      }}
    />
  )
}

function scaleOf(props: WidgetProps): number | undefined {
  const scale = ownOption(props.field, 'scale')
  if (typeof scale === 'number' && props.field.type === 'money') return scale
  return props.field.type === 'money' ? 2 : undefined
}

function currencySign(props: WidgetProps): string {
  const currency = ownOption(props.field, 'currency')
  return typeof currency === 'string' && currency !== 'CNY' ? currency : '¥'
}
