import { useApi, useAttempt, useTexts } from '@fieldwork/ui'
import type { RecordData } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'

import { useDepartments } from './queries.ts'

/** Puts a person into another department. */
export function useMoveEmployee(): (employee: string, department: string) => void {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const attempt = useAttempt()
  const api = useApi()
  const client = useQueryClient()
  const { byId } = useDepartments()
  const move = async (employee: string, department: string): Promise<void> => {
    const moved = await api.patch<RecordData>(`/api/records/employee/${employee}`, { department })
    await client.invalidateQueries({ queryKey: ['records', 'employee'] })
    const names = { name: String(moved['name']), department: byId.get(department)?.name ?? '' }
    void message.success(t('organisation.moved', names))
  }
  return (employee, department) => void attempt(move(employee, department))
}
