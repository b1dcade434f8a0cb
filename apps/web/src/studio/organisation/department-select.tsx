import { TreeSelect } from 'antd'

import type { DepartmentNode } from './department-tree.ts'
import { useDepartments } from './queries.ts'

interface Shared {
  id?: string
  label?: string
  placeholder?: string
}

/** Chooses departments in their tree. */
export function DepartmentsSelect(props: Shared & { value: string[]; onChange: (value: string[]) => void }) {
  return (
    <TreeSelect
      {...useShared(props)}
      multiple
      value={props.value}
      onChange={(value: string[]) => props.onChange(value)}
    />
  )
}

/** Chooses one department in the tree; none is the top. */
export function DepartmentSelect(props: Shared & { value: string | null; onChange: (value: string | null) => void }) {
  return (
    <TreeSelect
      {...useShared(props)}
      value={props.value}
      onChange={(value: string | null | undefined) => props.onChange(value ?? null)}
    />
  )
}

function useShared({ id, label, placeholder }: Shared) {
  const { tree } = useDepartments()
  return {
    ...(id === undefined ? {} : { id }),
    'aria-label': label,
    className: 'st-wide',
    placeholder,
    treeData: tree.map(choiceOf),
    treeNodeFilterProp: 'title',
    showSearch: true,
    allowClear: true,
    treeDefaultExpandedKeys: tree.map(({ department }) => department.id),
  }
}

interface Choice {
  value: string
  title: string
  children: Choice[]
}

function choiceOf({ department, children }: DepartmentNode): Choice {
  return { value: department.id, title: department.name, children: children.map(choiceOf) }
}
