import { useApi, useDebounced, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'

import type { Named } from './types.ts'

const TYPING_MS = 200
const CHOICES = '30'

interface Shared {
  id: string
  /** active users alone, or departments */
  object: 'user' | 'department'
}

/** One person or department, found by a part of the name. */
export function RecordChoice(props: Shared & { value: Named | null; onChange: (value: Named | null) => void }) {
  const { t } = useTexts('app')
  const { found, search } = useFound(props.object)
  const known = [...(props.value ? [props.value] : []), ...found.filter(({ id }) => id !== props.value?.id)]
  return (
    <Select
      id={props.id}
      className="fw-wide"
      showSearch={{ filterOption: false, onSearch: search }}
      allowClear
      placeholder={t('people.choose')}
      value={props.value?.id ?? null}
      options={known.map(({ id, label }) => ({ value: id, label: label ?? id }))}
      onChange={(id) => props.onChange(known.find((each) => each.id === id) ?? null)}
    />
  )
}

/** Several people, found by parts of their names. */
export function PeopleChoice({
  id,
  value,
  onChange,
}: {
  id: string
  value: Named[]
  onChange: (value: Named[]) => void
}) {
  const { t } = useTexts('app')
  const { found, search } = useFound('user')
  const known = [...value, ...found.filter((each) => !value.some((chosen) => chosen.id === each.id))]
  return (
    <Select
      id={id}
      mode="multiple"
      className="fw-wide"
      showSearch={{ filterOption: false, onSearch: search }}
      placeholder={t('people.choose')}
      value={value.map((each) => each.id)}
      options={known.map((each) => ({ value: each.id, label: each.label ?? each.id }))}
      onChange={(ids) => onChange(known.filter((each) => ids.includes(each.id)))}
    />
  )
}

function useFound(object: Shared['object']): { found: Named[]; search: (text: string) => void } {
  const api = useApi()
  const [text, setText] = useState('')
  const wanted = useDebounced(text, TYPING_MS).trim()
  const parameters = new URLSearchParams({ fields: 'id,name', limit: CHOICES, sort: 'name', filter: 'active' })
  if (wanted !== '') parameters.set('q', wanted)
  const { data } = useQuery({
    queryKey: ['records', object, 'choices', wanted],
    queryFn: ({ signal }) =>
      api.get<{ data: { id: string; name: string }[] }>(`/api/records/${object}?${parameters.toString()}`, signal),
  })
  return { found: (data?.data ?? []).map(({ id, name }) => ({ id, label: name })), search: setText }
}
