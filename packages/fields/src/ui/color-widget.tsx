import { ColorPicker, Select } from 'antd'

import { Swatch } from './color-shown.tsx'
import type { FieldShape } from './field-shape.ts'
import { orderedOptions, ownOption } from './field-shape.ts'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** A named flag, or any colour where the field takes more than flags. */
export function ColorWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const flags = orderedOptions(props.field)
  const value = typeof props.value === 'string' && props.value !== '' ? props.value : null
  const isOwn = value?.startsWith('#') === true
  const choices = flags.map(({ value: key, option }) => ({
    value: key,
    text: option.label,
    label: <Swatch color={option.color} text={option.label} isFlag />,
  }))
  const own = isOwn ? [{ value, text: value, label: <Swatch color={value} text={value} /> }] : []
  return (
    <span className="fw-color-input">
      <Select
        id={props.id}
        {...ariaOf(props)}
        className="fw-block"
        status={statusOf(props)}
        value={value}
        disabled={props.disabled}
        autoFocus={props.autoFocus ?? false}
        allowClear
        showSearch={{ optionFilterProp: 'text' }}
        placeholder={props.placeholder || widgetText(locale, 'choose')}
        options={[...own, ...choices]}
        onChange={(next) => props.onChange(next ?? undefined)}
        onBlur={() => props.onBlur?.()}
      />
      {ownOption(props.field, 'flags') === true ? null : (
        <ColorPicker
          value={hexOf(props.field, value) ?? '#1677ff'}
          disabled={props.disabled}
          disabledAlpha
          format="hex"
          onChangeComplete={(next) => props.onChange(next.toHexString().toLowerCase())}
        >
          <button
            type="button"
            className="fw-color-own"
            disabled={props.disabled}
            aria-label={widgetText(locale, 'ownColor')}
            title={widgetText(locale, 'ownColor')}
            style={{ background: hexOf(props.field, value) ?? undefined }}
          />
        </ColorPicker>
      )}
    </span>
  )
}

function hexOf(field: FieldShape, value: string | null): string | null {
  if (value === null) return null
  return value.startsWith('#') ? value : (field.options?.[value]?.color ?? null)
}
