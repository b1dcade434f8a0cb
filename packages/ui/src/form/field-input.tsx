import { widgetOf } from '@fieldwork/fields/ui'
import type { Json } from '@fieldwork/fields'

import type { FieldInfo } from '../api/types.ts'
import { shapeOfInfo } from '../values/shapes.ts'

/** The input of a field's type by itself, e.g. for a default; lookups need a form around them. */
export function FieldInput(props: {
  id: string
  info: Pick<FieldInfo, 'label' | 'type' | 'widget' | 'options' | 'presentation'>
  property: { [keyword: string]: unknown }
  value: unknown
  onChange: (value: unknown) => void
}) {
  const shape = shapeOfInfo('default', props.info, props.property as { [keyword: string]: Json })
  const Widget = widgetOf(shape)
  return (
    <Widget
      id={props.id}
      field={shape}
      value={props.value}
      onChange={props.onChange}
      disabled={false}
      invalid={false}
    />
  )
}
