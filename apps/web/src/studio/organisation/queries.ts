import { useApi } from '@fieldwork/ui'
import type { Api, RecordData } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'

import { departmentTree } from './department-tree.ts'
import type { Department, DepartmentChange, Reference } from './department-tree.ts'

const PAGE_SIZE = 500
const STALE_MS = 60_000
const DEPARTMENT_FIELDS = 'id,version,name,code,parent,manager,deputy,assistant,order,active'
const DEPARTMENTS = ['records', 'department', 'organisation'] as const

/** A person of the organisation. */
export interface Employee extends RecordData {
  name: string
  emp_no: string | null
  department: Reference | null
  position: Reference | null
  superior: Reference | null
  employment_state: string | null
}

/** A position of a department. */
export interface Position extends RecordData {
  name: string
  code: string | null
  reports_to: Reference | null
  roles: unknown
}

/** Every department, with its tree and by id. */
export function useDepartments() {
  const api = useApi()
  const answer = useQuery({
    queryKey: DEPARTMENTS,
    staleTime: STALE_MS,
    queryFn: ({ signal }) => readAll<Department>(api, `/api/records/department?fields=${DEPARTMENT_FIELDS}`, signal),
  })
  const departments = answer.data
  const tree = useMemo(() => departmentTree(departments ?? []), [departments])
  const byId = useMemo(() => new Map(departments?.map((each) => [each.id, each])), [departments])
  return { departments: departments ?? [], tree, byId, isPending: answer.isPending, error: answer.error }
}

/** How many people each department has of its own. */
export function useHeadcounts(): ReadonlyMap<string, number> {
  const api = useApi()
  const answer = useQuery({
    queryKey: ['records', 'employee', 'headcounts'],
    staleTime: STALE_MS,
    queryFn: ({ signal }) =>
      api.get<{ data: { department: Reference | null; 'count()': number }[] }>(
        '/api/records/employee/aggregate?measures=count()&group=department&limit=10000',
        signal,
      ),
  })
  return useMemo(
    () => new Map(answer.data?.data.flatMap((row) => (row.department ? [[row.department.id, row['count()']]] : []))),
    [answer.data],
  )
}

/** The people of a department. */
export function useEmployees(department: string) {
  const fields = 'id,version,name,emp_no,department,position,superior,employment_state'
  return useRecordsOf<Employee>('employee', `department == '${department}'`, fields)
}

/** The positions of a department. */
export function usePositions(department: string) {
  return useRecordsOf<Position>('position', `department == '${department}'`, 'id,version,name,code,reports_to,roles')
}

/** Every record of an object for which a filter holds. */
export function useRecordsOf<T>(object: string, filter: string, fields: string) {
  const api = useApi()
  const parameters = new URLSearchParams({ filter, fields })
  return useQuery({
    queryKey: ['records', object, 'organisation', filter, fields],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => readAll<T>(api, `/api/records/${object}?${parameters.toString()}`, signal),
  })
}

/** Writes changes of departments together: all of them or none. */
export function useMoveDepartments() {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (changes: DepartmentChange[]) =>
      api.post('/api/records/department/batch', {
        update: changes.map(({ id, version, values }) => ({ id, version, ...values })),
        atomic: true,
      }),
    onMutate: (changes) => {
      const before = client.getQueryData<Department[]>(DEPARTMENTS)
      client.setQueryData<Department[]>(DEPARTMENTS, (known) => known && withChanges(known, changes))
      return before
    },
    onError: (_error, _changes, before) => client.setQueryData(DEPARTMENTS, before),
    onSettled: () => client.invalidateQueries({ queryKey: ['records', 'department'] }),
  })
}

function withChanges(departments: Department[], changes: DepartmentChange[]): Department[] {
  const byId = new Map(changes.map((change) => [change.id, change.values]))
  return departments.map((department) => {
    const { parent, ...rest } = byId.get(department.id) ?? {}
    const above = parent === undefined ? department.parent : parent === null ? null : { id: parent, label: null }
    return { ...department, ...rest, parent: above }
  })
}

async function readAll<T>(api: Api, path: string, signal: AbortSignal): Promise<T[]> {
  const records: T[] = []
  let after: string | null = null
  do {
    const next: string = after === null ? '' : `&after=${encodeURIComponent(after)}`
    const page: { data: T[]; page: { after: string | null } } = await api.get(
      `${path}&limit=${PAGE_SIZE}${next}`,
      signal,
    )
    records.push(...page.data)
    after = page.page.after
  } while (after !== null)
  return records
}
