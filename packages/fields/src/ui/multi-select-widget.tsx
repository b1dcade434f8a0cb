import { Select } from 'antd'

import { keysOf } from './choices.tsx'
import type { FieldShape } from './field-shape.ts'
import { orderedOptions } from './field-shape.ts'
import { OptionLine } from './option-pill.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** Several of the field's options. */
export function MultiSelectWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const chosen = keysOf(props.value)
  const all = orderedOptions({ ...props.field, options: withKept(props.field, chosen) })
  return (
    <Select
      mode="multiple"
      id={props.id}
      {...ariaOf(props)}
      className="fw-block"
      status={statusOf(props)}
      value={chosen}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      allowClear
      showSearch={{ optionFilterProp: 'text', autoClearSearchValue: true }}
      placeholder={props.placeholder || widgetText(locale, 'choose')}
      notFoundContent={widgetText(locale, 'nothingFound')}
      options={all.map(({ value, option }) => ({
        value,
        text: `${option.label} ${value}`,
        label: <OptionLine option={option} />,
      }))}
      onChange={(keys: string[]) => props.onChange(keys.length === 0 ? undefined : inOrder(all, keys))}
      onBlur={() => props.onBlur?.()}
    />
  )
}

/** An option out of use stays with the record that has it. */
function withKept({ options }: FieldShape, kept: string[]): FieldShape['options'] {
  if (!options) return null
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, kept.includes(key) ? { ...option, active: true } : option]),
  )
}

function inOrder(all: { value: string }[], keys: string[]): string[] {
  return all.flatMap(({ value }) => (keys.includes(value) ? [value] : []))
}
