import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'

interface Account {
  id: string
  name: string
  username: string
}

/** Everybody who has an account. */
export function useAccounts() {
  const api = useApi()
  return useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }) => (await api.get<{ data: Account[] }>('/api/users', signal)).data,
  })
}

/** Chooses somebody who may log in. */
export function AccountSelect(props: {
  label: string
  placeholder: string
  value: string | null
  onChange: (id: string | null) => void
}) {
  const accounts = useAccounts()
  return (
    <Select
      className="ac-wide"
      aria-label={props.label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      loading={accounts.isPending}
      placeholder={props.placeholder}
      value={props.value}
      options={(accounts.data ?? []).map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` }))}
      onChange={(id: string | null | undefined) => props.onChange(id ?? null)}
    />
  )
}
