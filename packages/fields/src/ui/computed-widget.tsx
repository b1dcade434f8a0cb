import { FieldValue } from './field-value.tsx'
import { useFieldServices } from './services.tsx'
import { ownOption } from './field-shape.ts'
import { TextWidget } from './text-widget.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'

/** A value the platform makes: it looks computed and cannot be typed into. */
export function ComputedWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const isEmpty = props.value === null || props.value === undefined || props.value === ''
  const note = props.field.type === 'auto-number' ? widgetText(locale, 'generated') : '—'
  return (
    <output id={props.id} className={isEmpty ? 'fw-computed fw-computed-empty' : 'fw-computed'}>
      {isEmpty ? note : <FieldValue field={props.field} value={props.value} />}
    </output>
  )
}

/** A number of the platform's, or a text where one may be entered instead. */
export function AutoNumberWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  if (props.disabled || ownOption(props.field, 'editable') !== true) return <ComputedWidget {...props} />
  return <TextWidget {...props} placeholder={widgetText(locale, 'generated')} />
}
