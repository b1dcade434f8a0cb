import { Switch } from 'antd'

import type { WidgetProps } from './widget.ts'
import { ariaOf } from './widget.ts'

/** Yes or no. */
export function BooleanWidget(props: WidgetProps) {
  return (
    <span className="fw-switch">
      <Switch
        id={props.id}
        {...ariaOf(props)}
        checked={props.value === true}
        disabled={props.disabled}
        autoFocus={props.autoFocus ?? false}
        onChange={(checked) => props.onChange(checked)}
      />
    </span>
  )
}
