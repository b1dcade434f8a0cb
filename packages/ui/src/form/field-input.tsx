import { widgetOf } from '@fieldwork/fields/ui'
import type { ReferenceValue } from '@fieldwork/fields/ui'
import type { Json } from '@fieldwork/fields'

import type { FieldInfo } from '../api/types.ts'
import { shapeOfInfo } from '../values/shapes.ts'

/** The input of a field's type by itself, e.g. for a default; lookups need RecordServicesProvider above them. */
export function FieldInput(props: {
  id: string
  info: Pick<FieldInfo, 'label' | 'type' | 'widget' | 'reference' | 'options' | 'presentation'>
  property: { [keyword: string]: unknown } | null
  value: unknown
  /** a lookup tells what it chose is called */
  onChange: (value: unknown, reference?: ReferenceValue | null) => void
  /** what ids in the value are called, as far as that is known */
  references?: readonly ReferenceValue[]
  isInvalid?: boolean
  placeholder?: string
}) {
  const shape = shapeOfInfo('default', props.info, props.property as { [keyword: string]: Json } | null)
  const Widget = widgetOf(shape)
  const { references = [], placeholder } = props
  return (
    <Widget
      id={props.id}
      field={shape}
      value={props.value}
      onChange={props.onChange}
      disabled={false}
      invalid={props.isInvalid ?? false}
      reference={references.find(({ id }) => id === props.value) ?? null}
      references={references}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  )
}
