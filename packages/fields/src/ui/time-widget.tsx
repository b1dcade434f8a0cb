import { TimePicker } from 'antd'
import dayjs from 'dayjs'

import { ownOption } from './field-shape.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** A time of day; it may be typed or chosen. */
export function TimeWidget(props: WidgetProps) {
  const format = ownOption(props.field, 'seconds') === true ? 'HH:mm:ss' : 'HH:mm'
  const value = typeof props.value === 'string' && props.value !== '' ? dayjs(`2000-01-01T${props.value}`) : null
  return (
    <TimePicker
      id={props.id}
      {...ariaOf(props)}
      className="fw-block"
      status={statusOf(props)}
      format={[format, 'H:mm', 'HHmm', 'H点mm分']}
      value={value?.isValid() ? value : null}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      placeholder={props.placeholder ?? ''}
      needConfirm={false}
      onChange={(clock) => props.onChange(clock ? clock.format(format) : undefined)}
      onBlur={() => props.onBlur?.()}
    />
  )
}
