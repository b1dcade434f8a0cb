import { Select, Space } from 'antd'
import { useState } from 'react'

import type { FieldShape } from './field-shape.ts'
import { ownOption, relatedOf } from './field-shape.ts'
import { LookupWidget } from './lookup-widget.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** A record of any of several objects: the object first, then the record. */
export function PolymorphicLookupWidget(props: WidgetProps) {
  const { field, value } = props
  const { locale, objects } = useFieldServices()
  const related = relatedOf(value)
  const [picked, setPicked] = useState<string | null>(null)
  const choices = objects(objectsOf(field))
  const object = picked ?? related?.object ?? (choices.length === 1 ? (choices[0]?.name ?? null) : null)
  const isOfObject = related !== null && related.object === object
  const known = (props.references ?? []).find(({ id }) => id === related?.id) ?? related

  const chooseObject = (name: string | undefined): void => {
    setPicked(name ?? null)
    if (name !== related?.object) props.onChange(undefined)
  }

  return (
    <Space.Compact block>
      <Select
        id={object === null ? props.id : `${props.id}-object`}
        {...(object === null ? ariaOf(props) : {})}
        className="fw-related-object"
        aria-label={widgetText(locale, 'chooseObject')}
        status={statusOf(props)}
        value={object}
        disabled={props.disabled}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={widgetText(locale, 'chooseObject')}
        notFoundContent={widgetText(locale, 'nothingFound')}
        options={choices.map(({ name, label }) => ({ value: name, label }))}
        onChange={(name: string | undefined) => chooseObject(name)}
        onBlur={() => props.onBlur?.()}
      />
      {object === null ? null : (
        <LookupWidget
          {...props}
          field={{ ...field, type: 'lookup', reference: object }}
          value={isOfObject ? related.id : undefined}
          reference={isOfObject ? known : null}
          onChange={(id) => props.onChange(typeof id === 'string' ? { object, id } : undefined)}
        />
      )}
    </Space.Compact>
  )
}

/** null: all that there are */
function objectsOf(field: FieldShape): string[] | null {
  const named = ownOption(field, 'objects')
  return Array.isArray(named) ? named.map(String) : null
}
