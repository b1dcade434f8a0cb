import { useApi, useDebounced } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'

import type { Reference } from './department-tree.ts'

const TYPING_MS = 200
const CHOICES = 30

interface Shared {
  id?: string
  label?: string
  object: string
  /** the field that the records are called by */
  nameField: string
  placeholder?: string
}

/** Chooses a record by typing a part of its name. */
export function RecordSelect(props: Shared & { value: Reference | null; onChange: (value: Reference | null) => void }) {
  const { options, search } = useChoices(props, props.value ? [props.value] : [])
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      className="st-wide"
      allowClear
      showSearch={{ filterOption: false, onSearch: search }}
      placeholder={props.placeholder}
      value={props.value?.id ?? null}
      options={options}
      onChange={(id: string | null | undefined) => {
        const chosen = options.find(({ value }) => value === id)
        props.onChange(chosen ? { id: chosen.value, label: chosen.label } : null)
      }}
    />
  )
}

/** Chooses several records by typing a part of their names. */
export function RecordsSelect(props: Shared & { value: string[]; onChange: (value: string[]) => void }) {
  const names = useNames(props, props.value)
  const { options, search } = useChoices(props, names)
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      className="st-wide"
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: search }}
      placeholder={props.placeholder}
      value={props.value}
      options={options}
      onChange={props.onChange}
    />
  )
}

function useChoices({ object, nameField }: Shared, chosen: Reference[]) {
  const api = useApi()
  const [text, setText] = useState('')
  const wanted = useDebounced(text, TYPING_MS)
  const parameters = new URLSearchParams({ fields: `id,${nameField}`, limit: String(CHOICES) })
  if (wanted.trim() !== '') parameters.set('q', wanted.trim())
  const found = useQuery({
    queryKey: ['records', object, 'choices', nameField, wanted],
    queryFn: ({ signal }) =>
      api.get<{ data: ({ id: string } & Record<string, unknown>)[] }>(
        `/api/records/${object}?${parameters.toString()}`,
        signal,
      ),
  })
  const records = (found.data?.data ?? []).map((record) => ({ id: record.id, label: String(record[nameField] ?? '') }))
  const known = new Map([...chosen, ...records].map(({ id, label }) => [id, label ?? id]))
  return { options: [...known].map(([value, label]) => ({ value, label })), search: setText }
}

/** What records are called whose ids are known. */
function useNames({ object, nameField }: Shared, ids: string[]): Reference[] {
  const api = useApi()
  const filter = `id in [${ids.map((id) => `'${id}'`).join(', ')}]`
  const parameters = new URLSearchParams({ filter, fields: `id,${nameField}`, limit: '500' })
  const found = useQuery({
    queryKey: ['records', object, 'names', nameField, ...ids],
    enabled: ids.length > 0,
    queryFn: ({ signal }) =>
      api.get<{ data: ({ id: string } & Record<string, unknown>)[] }>(
        `/api/records/${object}?${parameters.toString()}`,
        signal,
      ),
  })
  return (found.data?.data ?? []).map((record) => ({ id: record.id, label: String(record[nameField] ?? '') }))
}
