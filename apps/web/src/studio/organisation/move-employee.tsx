import { SwapOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Popover } from 'antd'
import { useState } from 'react'

import { DepartmentSelect } from './department-select.tsx'
import type { Employee } from './queries.ts'
import { useMoveEmployee } from './use-move-employee.ts'

/** Moves a person to another department without dragging. */
export function MoveEmployee({ employee }: { employee: Employee }) {
  const { t } = useTexts('studio')
  const [isOpen, setOpen] = useState(false)
  const move = useMoveEmployee()
  const label = t('organisation.moveTo', { name: employee.name })
  return (
    <Popover
      open={isOpen}
      trigger="click"
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <div className="st-move">
          <DepartmentSelect
            label={label}
            value={employee.department?.id ?? null}
            placeholder={t('organisation.chooseDepartment')}
            onChange={(department) => {
              if (department !== null && department !== employee.department?.id) move(employee.id, department)
              setOpen(false)
            }}
          />
        </div>
      }
    >
      <Button type="text" icon={<SwapOutlined />} aria-label={label} title={label} />
    </Popover>
  )
}
