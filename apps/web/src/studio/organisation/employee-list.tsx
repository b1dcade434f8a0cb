import { HolderOutlined, PlusOutlined, SafetyOutlined } from '@ant-design/icons'
import { Avatar, EmptyState, useRecordDrawer, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { AssignmentsDrawer } from '../assignments/assignments-drawer.tsx'
import type { Department } from './department-tree.ts'
import { MoveEmployee } from './move-employee.tsx'
import { useEmployees } from './queries.ts'
import type { Employee } from './queries.ts'

/** Kind of what is dragged when it is a person. */
export const DRAGGED_EMPLOYEE = 'application/x-fieldwork-employee'

/** The people of a department and to whom each reports; they can be dragged to another department. */
export function EmployeeList({ department }: { department: Department }) {
  const { t } = useTexts('studio')
  const employees = useEmployees(department.id)
  const openDrawer = useRecordDrawer()
  const [assigned, setAssigned] = useState<Employee | null>(null)
  const add = (
    <Button
      icon={<PlusOutlined />}
      onClick={() =>
        void openDrawer({
          object: 'employee',
          initial: { department: { id: department.id, label: department.name } },
        })
      }
    >
      {t('organisation.addEmployee')}
    </Button>
  )
  if (employees.isPending) return <Skeleton active title={false} />
  if (employees.data?.length === 0)
    return <EmptyState compact icon="team" title={t('organisation.noPeople')} action={add} />
  return (
    <>
      <table className="st-table st-people">
        <thead>
          <tr>
            <th>{t('organisation.person')}</th>
            <th>{t('organisation.position')}</th>
            <th>{t('organisation.reportsTo')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {employees.data?.map((employee) => (
            <EmployeeRow
              key={employee.id}
              employee={employee}
              department={department}
              onAssign={() => setAssigned(employee)}
            />
          ))}
        </tbody>
      </table>
      <div className="st-toolbar">{add}</div>
      {assigned ? <AssignmentsDrawer employee={assigned} onClose={() => setAssigned(null)} /> : null}
    </>
  )
}

function EmployeeRow(props: { employee: Employee; department: Department; onAssign: () => void }) {
  const { t } = useTexts('studio')
  const openDrawer = useRecordDrawer()
  const { employee, department } = props
  const isHead = department.manager?.id === employee.id
  return (
    <tr>
      <td>
        <span
          className="st-person st-person-grip"
          draggable
          title={t('organisation.dragPerson')}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData(DRAGGED_EMPLOYEE, employee.id)
          }}
        >
          <HolderOutlined className="st-faint" />
          <Avatar name={employee.name} />
          <button
            type="button"
            className="st-link"
            onClick={() => void openDrawer({ object: 'employee', id: employee.id })}
          >
            {employee.name}
          </button>
          {employee.emp_no ? <code className="st-code">{employee.emp_no}</code> : null}
        </span>
      </td>
      <td>{employee.position?.label ?? <span className="st-faint">–</span>}</td>
      <td>
        {employee.superior?.label ?? (
          <span className="st-faint">
            {isHead ? t('organisation.headOfAbove') : (department.manager?.label ?? '–')}
          </span>
        )}
      </td>
      <td className="st-number">
        <span className="st-tags">
          <MoveEmployee employee={employee} />
          <Button
            type="text"
            icon={<SafetyOutlined />}
            aria-label={t('organisation.rolesOf', { name: employee.name })}
            title={t('organisation.rolesOf', { name: employee.name })}
            onClick={props.onAssign}
          />
        </span>
      </td>
    </tr>
  )
}
