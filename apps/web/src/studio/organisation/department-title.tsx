import { useState } from 'react'
import type { DragEvent } from 'react'

import { siblingsOf } from './department-tree.ts'
import type { Department, DepartmentPlace } from './department-tree.ts'
import { DRAGGED_EMPLOYEE } from './employee-list.tsx'
import { useDepartments } from './queries.ts'
import { useMoveDepartment } from './use-move-department.ts'
import { useMoveEmployee } from './use-move-employee.ts'

const DRAGGED_DEPARTMENT = 'application/x-fieldwork-department'
/** part of the height at the top and at the bottom that means before and after */
const EDGE = 0.25

type Zone = 'before' | 'inside' | 'after'

/** A department in the tree: it can be dragged, and takes departments and people. */
export function DepartmentTitle({ department, count }: { department: Department; count: number }) {
  const [zone, setZone] = useState<Zone | null>(null)
  const { departments } = useDepartments()
  const move = useMoveDepartment()
  const moveEmployee = useMoveEmployee()
  const drop = (event: DragEvent): void => {
    const moved = event.dataTransfer.getData(DRAGGED_DEPARTMENT)
    const employee = event.dataTransfer.getData(DRAGGED_EMPLOYEE)
    if (employee !== '') moveEmployee(employee, department.id)
    else if (moved !== '' && moved !== department.id)
      move(moved, placeOf(departments, { moved, department, zone: zoneOf(event) }))
  }
  return (
    <span
      className={department.active === false ? 'st-department st-faint' : 'st-department'}
      draggable
      data-zone={zone ?? undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData(DRAGGED_DEPARTMENT, department.id)
      }}
      onDragOver={(event) => {
        const next = zoneOf(event)
        if (next !== null) event.preventDefault()
        if (next !== zone) setZone(next)
      }}
      onDragLeave={() => setZone(null)}
      onDrop={(event) => {
        event.preventDefault()
        setZone(null)
        drop(event)
      }}
    >
      <span className="st-ellipsis">{department.name}</span>
      {department.manager ? <span className="st-faint st-ellipsis">{department.manager.label}</span> : null}
      {count > 0 ? <span className="st-department-count">{count}</span> : null}
    </span>
  )
}

/** Where something would land: people always inside; null where it is something else. */
function zoneOf({ dataTransfer, currentTarget, clientY }: DragEvent): Zone | null {
  if (dataTransfer.types.includes(DRAGGED_EMPLOYEE)) return 'inside'
  if (!dataTransfer.types.includes(DRAGGED_DEPARTMENT)) return null
  const { top, height } = currentTarget.getBoundingClientRect()
  const part = (clientY - top) / height
  if (part < EDGE) return 'before'
  return part > 1 - EDGE ? 'after' : 'inside'
}

function placeOf(
  departments: readonly Department[],
  { moved, department, zone }: { moved: string; department: Department; zone: Zone | null },
): DepartmentPlace {
  if (zone === null || zone === 'inside') return { parent: department.id, position: Number.MAX_SAFE_INTEGER }
  const parent = department.parent?.id ?? null
  const others = siblingsOf(departments, parent).filter(({ id }) => id !== moved)
  const at = others.findIndex(({ id }) => id === department.id)
  return { parent, position: zone === 'before' ? at : at + 1 }
}
