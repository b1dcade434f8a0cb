import { Input } from 'antd'

import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

const INPUT_TYPES: Record<string, { type: string; autoComplete: string }> = {
  email: { type: 'email', autoComplete: 'email' },
  phone: { type: 'tel', autoComplete: 'tel' },
  url: { type: 'url', autoComplete: 'url' },
}

/** One line of text; e-mail, phone and address fields get the keyboard that fits. */
export function TextWidget(props: WidgetProps) {
  const kind = INPUT_TYPES[props.field.type]
  return (
    <Input
      id={props.id}
      {...ariaOf(props)}
      status={statusOf(props)}
      inputMode={kind ? (kind.type as 'email' | 'tel' | 'url') : 'text'}
      autoComplete={kind?.autoComplete ?? 'off'}
      value={textOf(props.value)}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      placeholder={props.placeholder ?? ''}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
      onBlur={() => props.onBlur?.()}
    />
  )
}

/** Text of several lines; it grows as it is written. */
export function LongTextWidget(props: WidgetProps) {
  return (
    <Input.TextArea
      id={props.id}
      {...ariaOf(props)}
      status={statusOf(props)}
      autoSize={{ minRows: 3, maxRows: 12 }}
      value={textOf(props.value)}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      placeholder={props.placeholder ?? ''}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
      onBlur={() => props.onBlur?.()}
    />
  )
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
