import { SearchOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { App, Input, Tree } from 'antd'
import type { TreeDataNode, TreeProps } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import type { DragEvent } from 'react'

import { foundNodes, moveDepartment, pathTo } from './department-tree.ts'
import type { DepartmentNode, DepartmentPlace } from './department-tree.ts'
import { DRAGGED_EMPLOYEE } from './employee-list.tsx'
import { useDepartments, useHeadcounts, useMoveDepartments } from './queries.ts'
import { useMoveEmployee } from './use-move-employee.ts'

const TREE_HEIGHT_PX = 620
/** a search that finds more is not opened */
const MAX_OPENED = 400

interface TreeProperties {
  chosen: string
  onChoose: (id: string) => void
}

/** The departments, to be chosen and moved by dragging; people are moved by dropping them on one. */
export function DepartmentTree({ chosen, onChoose }: TreeProperties) {
  const { t } = useTexts('studio')
  const { tree, byId } = useDepartments()
  const [search, setSearch] = useState('')
  const found = useMemo(() => foundNodes(tree, search), [tree, search])
  const [open, setOpen] = useState<string[] | null>(null)
  const opened = open ?? tree.map(({ department }) => department.id)
  const drop = useDrop()
  const headcounts = useHeadcounts()

  // what is chosen elsewhere is shown in the tree
  useEffect(() => {
    const above = pathTo(byId, chosen).slice(0, -1)
    if (above.length === 0) return
    setOpen((known) => [...new Set([...(known ?? []), ...above.map(({ id }) => id)])])
  }, [byId, chosen])

  const changeSearch = (text: string): void => {
    setSearch(text)
    if (text.trim() !== '') setOpen(parentsIn(foundNodes(tree, text)).slice(0, MAX_OPENED))
  }
  return (
    <section className="st-organisation-tree" aria-label={t('organisation.departments')}>
      <Input
        allowClear
        prefix={<SearchOutlined />}
        placeholder={t('organisation.search')}
        aria-label={t('organisation.search')}
        value={search}
        onChange={(event) => changeSearch(event.target.value)}
      />
      {found.length === 0 ? <p className="st-muted">{t('organisation.notFound')}</p> : null}
      <Tree<TreeItem>
        blockNode
        virtual
        height={TREE_HEIGHT_PX}
        itemHeight={32}
        draggable={{ icon: false }}
        treeData={found.map(itemOf)}
        expandedKeys={opened}
        onExpand={(keys) => setOpen(keys.map(String))}
        selectedKeys={[chosen]}
        onSelect={(keys) => (keys[0] === undefined ? undefined : onChoose(String(keys[0])))}
        onDrop={drop.department}
        titleRender={({ node }) => (
          <DepartmentName node={node} count={headcounts.get(node.department.id) ?? 0} onDropEmployee={drop.employee} />
        )}
      />
    </section>
  )
}

interface TreeItem extends TreeDataNode {
  key: string
  title: string
  node: DepartmentNode
  children: TreeItem[]
}

function itemOf(node: DepartmentNode): TreeItem {
  const { id, name } = node.department
  return { key: id, title: name, node, children: node.children.map(itemOf) }
}

function parentsIn(nodes: DepartmentNode[]): string[] {
  return nodes.flatMap(({ department, children }) =>
    children.length > 0 ? [department.id, ...parentsIn(children)] : [],
  )
}

const carriesEmployee = (event: DragEvent): boolean => event.dataTransfer.types.includes(DRAGGED_EMPLOYEE)

function DepartmentName(props: {
  node: DepartmentNode
  count: number
  onDropEmployee: (employee: string, department: string) => void
}) {
  const { department } = props.node
  const [isOver, setOver] = useState(false)
  return (
    <span
      className={`st-department ${isOver ? 'st-department-over' : ''} ${department.active === false ? 'st-faint' : ''}`}
      onDragOver={(event) => {
        if (!carriesEmployee(event)) return
        event.preventDefault()
        event.stopPropagation()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (!carriesEmployee(event)) return
        event.preventDefault()
        event.stopPropagation()
        props.onDropEmployee(event.dataTransfer.getData(DRAGGED_EMPLOYEE), department.id)
      }}
    >
      <span className="st-ellipsis">{department.name}</span>
      {department.manager ? <span className="st-faint st-ellipsis">{department.manager.label}</span> : null}
      {props.count > 0 ? <span className="st-department-count">{props.count}</span> : null}
    </span>
  )
}

/** What happens when something is dropped on the tree. */
function useDrop() {
  const move = useMoveWithinTree()
  const { byId, departments } = useDepartments()
  const moveEmployee = useMoveEmployee()
  const department: TreeProps<TreeItem>['onDrop'] = ({ node, dragNode, dropPosition, dropToGap }) => {
    if (!dropToGap) return move(dragNode.key, { parent: node.key, position: Number.MAX_SAFE_INTEGER })
    const parent = byId.get(node.key)?.parent?.id ?? null
    const siblings = departments
      .filter((each) => (each.parent?.id ?? null) === parent && each.id !== dragNode.key)
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.name < b.name ? -1 : 1))
    const at = siblings.findIndex(({ id }) => id === node.key)
    const isBefore = dropPosition < Number(node.pos.split('-').at(-1))
    move(dragNode.key, { parent, position: isBefore ? at : at + 1 })
  }
  return { department, employee: moveEmployee }
}

/** Moves a department; what is refused is said. */
export function useMoveWithinTree(): (id: string, place: DepartmentPlace) => void {
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
