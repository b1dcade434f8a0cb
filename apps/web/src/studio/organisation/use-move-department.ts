import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'

import { moveDepartment } from './department-tree.ts'
import type { DepartmentPlace } from './department-tree.ts'
import { useDepartments, useMoveDepartments } from './queries.ts'

/** Moves a department; what is refused is said. */
export function useMoveDepartment(): (id: string, place: DepartmentPlace) => void {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const { departments } = useDepartments()
  const write = useMoveDepartments()
  return (id, place) => {
    const changes = moveDepartment(departments, id, place)
    if (changes === null) void message.warning(t('organisation.belowItself'))
    else if (changes.length > 0) write.mutate(changes, { onError: (error) => void message.error(error.message) })
  }
}
