import { EyeOutlined } from '@ant-design/icons'
import { useApi, useTexts } from '@fieldwork/ui'
import type { ObjectSchema, RecordData } from '@fieldwork/ui'
import { App } from 'antd'
import type { MenuProps } from 'antd'

import { useViewAs } from './use-view-as.ts'

interface Account {
  id: string
  name: string
}

/** For administrators, on the record of an account or of a person: the menu entry to see the system as he does. */
export function useViewAsMenu({ object }: ObjectSchema, { id }: RecordData): NonNullable<MenuProps['items']> {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const api = useApi()
  const begin = useViewAs()
  if (!begin || (object !== 'user' && object !== 'employee')) return []
  const open = async (): Promise<void> => {
    const filter = encodeURIComponent(`${object === 'user' ? 'id' : 'employee'} == '${id}'`)
    const { data } = await api.get<{ data: Account[] }>(`/api/records/user?filter=${filter}&fields=id,name&limit=1`)
    if (data[0]) begin(data[0])
    else void message.info(t('viewAs.noAccount'))
  }
  return [{ key: 'view-as', icon: <EyeOutlined />, label: t('viewAs.begin'), onClick: () => void open() }]
}
