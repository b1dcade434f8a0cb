/** A record that is referred to. */
export interface Reference {
  id: string
  label: string | null
}

/** A department with what the tree needs of it. */
export interface Department {
  id: string
  version: number
  name: string
  code: string | null
  parent: Reference | null
  manager: Reference | null
  deputy: Reference | null
  assistant: Reference | null
  order: number | null
  active: boolean | null
}

/** A department with those below it. */
export interface DepartmentNode {
  department: Department
  children: DepartmentNode[]
}

const ORDER_STEP = 10

/** The departments as trees, those of one parent in their order; one whose parent is not there stands on top. */
export function departmentTree(departments: readonly Department[]): DepartmentNode[] {
  const nodes = new Map(
    departments.map((department) => [department.id, { department, children: [] } as DepartmentNode]),
  )
  const top: DepartmentNode[] = []
  for (const node of nodes.values()) {
    const above = nodes.get(node.department.parent?.id ?? '')
    ;(above ? above.children : top).push(node)
  }
  const sort = (row: DepartmentNode[]) => row.sort((a, b) => byPlace(a.department, b.department))
  for (const node of nodes.values()) sort(node.children)
  return sort(top)
}

/** The departments right below one, or on top, in their order. */
export function siblingsOf(departments: readonly Department[], parent: string | null): Department[] {
  return departments.filter((department) => (department.parent?.id ?? null) === parent).sort(byPlace)
}

function byPlace(a: Department, b: Department): number {
  return (a.order ?? 0) - (b.order ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

/** The department and those above it, the topmost first. */
export function pathTo(departments: ReadonlyMap<string, Department>, id: string): Department[] {
  const path: Department[] = []
  let at = departments.get(id)
  while (at && !path.includes(at)) {
    path.unshift(at)
    at = at.parent ? departments.get(at.parent.id) : undefined
  }
  return path
}

/** A place among the departments below one; on top where the parent is null. */
export interface DepartmentPlace {
  parent: string | null
  /** among the others there; the last when it is larger */
  position: number
}

/** What has to be written of a department. */
export interface DepartmentChange {
  id: string
  version: number
  values: { parent?: string | null; order?: number }
}

/**
 * What puts a department at a place: its parent, and the order of those there as far as it changes.
 *
 * @returns null where it would stand below itself
 */
export function moveDepartment(
  departments: readonly Department[],
  id: string,
  { parent, position }: DepartmentPlace,
): DepartmentChange[] | null {
  const byId = new Map(departments.map((department) => [department.id, department]))
  const moved = byId.get(id)
  if (!moved || (parent !== null && pathTo(byId, parent).includes(moved))) return null
  const siblings = siblingsOf(departments, parent).filter((department) => department.id !== id)
  const row = [...siblings.slice(0, position), moved, ...siblings.slice(position)]
  const isNewParent = (moved.parent?.id ?? null) !== parent
  return row.flatMap((department, at) => {
    const order = (at + 1) * ORDER_STEP
    const values = {
      ...(department === moved && isNewParent ? { parent } : {}),
      ...(department.order === order ? {} : { order }),
    }
    return Object.keys(values).length > 0 ? [{ id: department.id, version: department.version, values }] : []
  })
}

/** The nodes that a search finds, with those above them. */
export function foundNodes(tree: readonly DepartmentNode[], search: string): DepartmentNode[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return [...tree]
  return tree.flatMap((node) => {
    const { name, code } = node.department
    const isFound = name.toLowerCase().includes(wanted) || (code ?? '').toLowerCase().includes(wanted)
    const children = foundNodes(node.children, wanted)
    return isFound || children.length > 0 ? [{ ...node, children: isFound ? node.children : children }] : []
  })
}
