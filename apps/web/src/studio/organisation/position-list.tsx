import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, useRecordDrawer, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { AssignmentsDrawer } from '../assignments/assignments-drawer.tsx'
import { PositionRoles } from './position-roles.tsx'
import type { Department } from './department-tree.ts'
import { usePositions } from './queries.ts'
import type { Position } from './queries.ts'

/** The positions of a department, to which each reports, and the roles that its holders have by it. */
export function PositionList({ department }: { department: Department }) {
  const { t } = useTexts('studio')
  const positions = usePositions(department.id)
  const openDrawer = useRecordDrawer()
  const [assigned, setAssigned] = useState<Position | null>(null)
  const add = (
    <Button
      icon={<PlusOutlined />}
      onClick={() =>
        void openDrawer({
          object: 'position',
          initial: { department: { id: department.id, label: department.name } },
        })
      }
    >
      {t('organisation.addPosition')}
    </Button>
  )
  if (positions.isPending) return <Skeleton active title={false} />
  if (positions.data?.length === 0)
    return <EmptyState compact icon="solution" title={t('organisation.noPositions')} action={add} />
  return (
    <>
      <table className="st-table">
        <thead>
          <tr>
            <th>{t('organisation.position')}</th>
            <th>{t('organisation.reportsTo')}</th>
            <th>{t('organisation.positionRoles')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {positions.data?.map((position) => (
            <tr key={position.id}>
              <td>
                <button
                  type="button"
                  className="st-link"
                  onClick={() => void openDrawer({ object: 'position', id: position.id })}
                >
                  {position.name}
                </button>
              </td>
              <td>{position.reports_to?.label ?? <span className="st-faint">–</span>}</td>
              <td>
                <PositionRoles position={position} />
              </td>
              <td className="st-number">
                <Button type="text" onClick={() => setAssigned(position)}>
                  {t('assignments.title')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="st-toolbar">{add}</div>
      {assigned ? <AssignmentsDrawer position={assigned} onClose={() => setAssigned(null)} /> : null}
    </>
  )
}
