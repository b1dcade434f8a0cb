import { Button, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'

import type { ReferenceValue } from './field-shape.ts'
import { Avatar } from './person.tsx'
import type { ReferenceOption } from './services.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

const SEARCH_DELAY_MS = 200

type SearchState = { kind: 'searching' } | { kind: 'failed' } | { kind: 'found'; options: ReferenceOption[] }

/** A record of another object: searched while typing, two lines each, a new one on the spot where that is allowed. */
export function LookupWidget(props: WidgetProps) {
  const { field, value } = props
  const object = field.reference ?? ''
  const isPerson = field.type === 'user' || object === 'user'
  const { locale, create } = useFieldServices()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReferenceValue | null>(null)
  const search = useReferenceSearch(object, text, isOpen)
  const createHere = create(object)

  const choose = (reference: ReferenceValue | null): void => {
    setChosen(reference)
    props.onChange(reference?.id ?? undefined)
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
      value={selectedOption(value, [chosen, props.reference ?? null])}
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
      options={found.map((option) => ({ value: option.id, label: option.label, option }))}
      optionRender={({ data }) => <ReferenceLine option={data['option'] as ReferenceOption} isPerson={isPerson} />}
      popupRender={(menu) => (
        <>
          {menu}
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

function selectedOption(value: unknown, known: (ReferenceValue | null)[]): { value: string; label: string } | null {
  if (typeof value !== 'string' || value === '') return null
  return { value, label: known.find((each) => each?.id === value)?.label ?? value }
}

function labelOf(options: ReferenceOption[], id: string): string | null {
  return options.find((option) => option.id === id)?.label ?? null
}

function emptyText(search: SearchState): 'searching' | 'searchFailed' | 'nothingFound' {
  if (search.kind === 'searching') return 'searching'
  return search.kind === 'failed' ? 'searchFailed' : 'nothingFound'
}

function ReferenceLine({ option, isPerson }: { option: ReferenceOption; isPerson: boolean }) {
  return (
    <span className="fw-reference">
      {isPerson ? <Avatar name={option.label} size={26} /> : null}
      <span className="fw-reference-lines">
        <span className="fw-ellipsis">{option.label}</span>
        {option.secondary ? <span className="fw-reference-second fw-ellipsis">{option.secondary}</span> : null}
      </span>
    </span>
  )
}

function useReferenceSearch(object: string, text: string, isActive: boolean): SearchState {
  const { search } = useFieldServices()
  const [state, setState] = useState<SearchState>({ kind: 'searching' })
  const latest = useRef(search)
  latest.current = search

  useEffect(() => {
    if (!isActive || object === '') return
    const controller = new AbortController()
    const run = async (): Promise<void> => {
      try {
        setState({ kind: 'found', options: await latest.current(object, text.trim(), controller.signal) })
      } catch {
        if (!controller.signal.aborted) setState({ kind: 'failed' })
      }
    }
    const timer = setTimeout(() => void run(), text === '' ? 0 : SEARCH_DELAY_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [object, text, isActive])

  return state
}
