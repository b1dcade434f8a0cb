import { SearchOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Input, Tree } from 'antd'
import type { TreeDataNode } from 'antd'
import { useEffect, useMemo, useState } from 'react'

import { foundNodes, pathTo } from './department-tree.ts'
import type { DepartmentNode } from './department-tree.ts'
import { DepartmentTitle } from './department-title.tsx'
import { useDepartments, useHeadcounts } from './queries.ts'

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
        treeData={found.map(itemOf)}
        expandedKeys={opened}
        onExpand={(keys) => setOpen(keys.map(String))}
        selectedKeys={[chosen]}
        onSelect={(keys) => (keys[0] === undefined ? undefined : onChoose(String(keys[0])))}
        titleRender={({ node }) => (
          <DepartmentTitle department={node.department} count={headcounts.get(node.department.id) ?? 0} />
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
