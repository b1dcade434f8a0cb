import { Button, Select } from 'antd'
import { useState } from 'react'

import type { ReferenceValue } from './field-shape.ts'
import { ReferenceLine, emptyText, useReferenceSearch } from './reference-search.tsx'
import { ReferenceTree } from './reference-tree.tsx'
import { referenceText } from './reference-text.ts'
import type { ReferenceOption } from './services.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/**
 * A record of another object: searched while typing, two lines each, a new one on the spot where that is allowed.
 * Records that stand below each other are offered as a tree until something is typed.
 */
export function LookupWidget(props: WidgetProps) {
  const { field, value } = props
  const object = field.reference ?? ''
  const isPerson = field.type === 'user' || object === 'user'
  const { locale, create, tree } = useFieldServices()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReferenceValue | null>(null)
  const search = useReferenceSearch(object, text, isOpen)
  const createHere = create(object)
  const level = text === '' ? tree(object) : null

  const choose = (reference: ReferenceValue | null): void => {
    setChosen(reference)
    props.onChange(reference?.id ?? undefined, reference)
  }

  const createNew = async (): Promise<void> => {
    setOpen(false)
    const created = await createHere?.(text)
    if (created) choose(created)
  }

  const found = search.kind === 'found' ? search.options : []
  return (
    <Select
      id={props.id}
      {...ariaOf(props)}
      className="fw-block"
      status={statusOf(props)}
      labelInValue
      value={selectedOption(value, [chosen, props.reference ?? null], locale)}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      allowClear
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (!open) setText('')
      }}
      placeholder={props.placeholder || widgetText(locale, 'search')}
      loading={search.kind === 'searching' && isOpen}
      notFoundContent={widgetText(locale, emptyText(search))}
      options={(level ? [] : found).map((option) => ({ value: option.id, label: option.label, option }))}
      optionRender={({ data }) => <ReferenceLine option={data['option'] as ReferenceOption} isPerson={isPerson} />}
      popupRender={(menu) => (
        <>
          {level ? (
            <ReferenceTree
              level={level}
              chosen={typeof value === 'string' ? value : null}
              onChoose={(reference) => {
                setOpen(false)
                choose(reference)
              }}
            />
          ) : (
            menu
          )}
          {createHere ? (
            <Button
              type="link"
              className="fw-lookup-new"
              onMouseDown={(event) => event.preventDefault()}
              onClick={createNew}
            >
              {text === '' ? widgetText(locale, 'createPlain') : widgetText(locale, 'createNew', text)}
            </Button>
          ) : null}
        </>
      )}
      onChange={(option) => choose(option ? { id: option.value, label: labelOf(found, option.value) } : null)}
      onBlur={() => props.onBlur?.()}
    />
  )
}

function selectedOption(
  value: unknown,
  known: (ReferenceValue | null)[],
  locale: 'en' | 'zh-CN',
): { value: string; label: string } | null {
  if (typeof value !== 'string' || value === '') return null
  const all = known.filter((each) => each?.id === value)
  return { value, label: referenceText(all.find((each) => each?.label) ?? all[0], locale) }
}

function labelOf(options: ReferenceOption[], id: string): string | null {
  return options.find((option) => option.id === id)?.label ?? null
}
