import { Select } from 'antd'

import { orderedOptions } from './field-shape.ts'
import { OptionLine } from './option-pill.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** One of the field's options. */
export function SelectWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const choices = orderedOptions(props.field, props.value)
  return (
    <Select
      id={props.id}
      {...ariaOf(props)}
      className="fw-block"
      status={statusOf(props)}
      value={typeof props.value === 'string' && props.value !== '' ? props.value : null}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      allowClear
      showSearch={{ optionFilterProp: 'text' }}
      placeholder={props.placeholder || widgetText(locale, 'choose')}
      notFoundContent={widgetText(locale, 'nothingFound')}
      options={choices.map(({ value, option }) => ({
        value,
        text: `${option.label} ${value}`,
        label: <OptionLine option={option} />,
      }))}
      onChange={(value) => props.onChange(value ?? undefined)}
      onBlur={() => props.onBlur?.()}
    />
  )
}
