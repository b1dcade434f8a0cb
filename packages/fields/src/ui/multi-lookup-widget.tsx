import { Select } from 'antd'
import { useState } from 'react'

import { referencesOf } from './field-shape.ts'
import type { ReferenceValue } from './field-shape.ts'
import { ReferenceLine, emptyText, useReferenceSearch } from './reference-search.tsx'
import { referenceText } from './reference-text.ts'
import type { ReferenceOption } from './services.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** Any number of records of another object, in the order in which they were chosen. */
export function MultiLookupWidget(props: WidgetProps) {
  const { field, value } = props
  const object = field.reference ?? ''
  const { locale } = useFieldServices()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReferenceValue[]>([])
  const search = useReferenceSearch(object, text, isOpen)
  const found = search.kind === 'found' ? search.options : []
  const known = [...chosen, ...(props.references ?? []), ...referencesOf(value)]

  const choose = (ids: string[]): void => {
    const labels = found.filter(({ id }) => ids.includes(id))
    setChosen([...chosen, ...labels])
    props.onChange(ids.length > 0 ? ids : undefined)
    setText('')
  }

  return (
    <Select
      id={props.id}
      {...ariaOf(props)}
      className="fw-block"
      mode="multiple"
      status={statusOf(props)}
      labelInValue
      value={referencesOf(value).map(({ id }) => ({ value: id, label: labelOf(known, id, locale) }))}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      allowClear
      {...(typeof field.property?.maxItems === 'number' ? { maxCount: field.property.maxItems } : {})}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (!open) setText('')
      }}
      placeholder={props.placeholder || widgetText(locale, 'search')}
      loading={search.kind === 'searching' && isOpen}
      notFoundContent={widgetText(locale, emptyText(search))}
      options={found.map((option) => ({ value: option.id, label: option.label, option }))}
      optionRender={({ data }) => (
        <ReferenceLine option={data['option'] as ReferenceOption} isPerson={object === 'user'} />
      )}
      onChange={(options) => choose(options.map((option) => option.value))}
      onBlur={() => props.onBlur?.()}
    />
  )
}

function labelOf(known: readonly ReferenceValue[], id: string, locale: 'en' | 'zh-CN'): string {
  const all = known.filter((each) => each.id === id)
  return referenceText(all.find(({ label }) => label !== null) ?? all[0], locale)
}
