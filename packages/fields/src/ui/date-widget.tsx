import { DatePicker } from 'antd'
import dayjs from 'dayjs'

import { useFieldServices } from './services.tsx'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'
import { atZone, fromZone } from './zoned-time.ts'

const DATE_FORMATS = ['YYYY-MM-DD', 'YYYY/MM/DD', 'YYYY.MM.DD', 'YYYYMMDD', 'YYYY-M-D', 'YYYY/M/D', 'YYYY年M月D日']
const DATETIME_FORMATS = ['YYYY-MM-DD HH:mm', 'YYYY/MM/DD HH:mm', 'YYYY-M-D H:mm']

/** A day; it may be typed in the usual ways or chosen. */
export function DateWidget(props: WidgetProps) {
  const value = typeof props.value === 'string' && props.value !== '' ? dayjs(props.value) : null
  return (
    <DatePicker
      {...sharedProps(props)}
      format={DATE_FORMATS}
      value={value?.isValid() ? value : null}
      onChange={(day) => props.onChange(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  )
}

/** A moment on the workspace's clock. */
export function DatetimeWidget(props: WidgetProps) {
  const { timeZone } = useFieldServices()
  return (
    <DatePicker
      {...sharedProps(props)}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format={DATETIME_FORMATS}
      value={atZone(props.value, timeZone)}
      onChange={(clock) => props.onChange(clock ? fromZone(clock, timeZone) : undefined)}
    />
  )
}

function sharedProps(props: WidgetProps) {
  return {
    id: props.id,
    ...ariaOf(props),
    className: 'fw-block',
    status: statusOf(props),
    disabled: props.disabled,
    autoFocus: props.autoFocus ?? false,
    placeholder: props.placeholder ?? '',
    onBlur: () => props.onBlur?.(),
    needConfirm: false,
  }
}
