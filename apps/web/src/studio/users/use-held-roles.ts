import { useMemo } from 'react'

import { useRoles } from '../catalog/queries.ts'
import type { Reference } from '../organisation/department-tree.ts'
import { useRecordsOf } from '../organisation/queries.ts'
import { heldRoles } from './held-roles.ts'
import type { HeldRole, RoleFacts } from './held-roles.ts'
import { useUsers } from './queries.ts'

const ASSIGNMENTS = 'id,role,account,position,valid_from,valid_until'
const DELEGATIONS = 'id,giver,receiver,roles,mode,only_away,valid_from,valid_until'

/** The roles of all users with where each comes from, by user; undefined while they are loaded. */
export function useHeldRoles(): ReadonlyMap<string, HeldRole[]> | undefined {
  const users = useUsers().data
  const roles = useRoles().data
  const placed = useRecordsOf<{ id: string; 'employee.position': Reference }>(
    'user',
    'employee.position != null',
    'id,employee.position',
  ).data
  const positionRoles = useRecordsOf<RoleFacts['positionRoles'][number]>('position', 'id != null', 'id,name,roles').data
  const assignments = useRecordsOf<RoleFacts['assignments'][number]>('role_assignment', 'id != null', ASSIGNMENTS).data
  const delegations = useRecordsOf<RoleFacts['delegations'][number]>(
    'delegation',
    "status == 'active'",
    DELEGATIONS,
  ).data
  return useMemo(() => {
    if (!users || !roles || !placed || !positionRoles || !assignments || !delegations) return undefined
    const positions = new Map(placed.map((user) => [user.id, user['employee.position'].id]))
    const administrators = new Set(roles.flatMap(({ name, administrator }) => (administrator ? [name] : [])))
    const mayBeLent = (role: string): boolean => !administrators.has(role)
    return heldRoles({ users, positions, positionRoles, assignments, delegations, mayBeLent, today: today() })
  }, [users, roles, placed, positionRoles, assignments, delegations])
}

/** The day where the reader is. */
const today = (): string => new Intl.DateTimeFormat('sv').format(new Date())
