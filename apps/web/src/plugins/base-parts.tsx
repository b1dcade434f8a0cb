import { BaseValue, baseWidgetOf } from '@fieldwork/ui'
import type { WidgetProps } from '@fieldwork/ui'

/** Enters values as the type does on which a plugin's type is based. */
export function BaseInput(props: WidgetProps) {
  const Widget = baseWidgetOf(props.field)
  return <Widget {...props} />
}

export { BaseValue }
