import { Tree } from 'antd'
import { useEffect, useRef, useState } from 'react'

import type { ReferenceValue } from './field-shape.ts'
import type { TreeLevel } from './services.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'

interface Node {
  key: string
  title: string
  isLeaf: boolean
  children?: Node[]
}

const HEIGHT_PX = 256

/** Records that stand below each other, to choose one from; a level is read when it is opened. */
export function ReferenceTree(props: {
  level: TreeLevel
  chosen: string | null
  onChoose: (reference: ReferenceValue) => void
}) {
  const { locale } = useFieldServices()
  const [nodes, setNodes] = useState<Node[] | 'failed' | null>(null)
  const level = useRef(props.level)
  level.current = props.level

  useEffect(() => {
    const controller = new AbortController()
    const read = async (): Promise<void> => {
      try {
        setNodes(await nodesBelow(level.current, null, controller.signal))
      } catch {
        if (!controller.signal.aborted) setNodes('failed')
      }
    }
    void read()
    return () => controller.abort()
  }, [])

  const open = async (key: string): Promise<void> => {
    const children = await nodesBelow(level.current, key, new AbortController().signal)
    setNodes((old) => (Array.isArray(old) ? withChildren(old, key, children) : old))
  }

  if (!Array.isArray(nodes) || nodes.length === 0) {
    const text = nodes === null ? 'searching' : nodes === 'failed' ? 'searchFailed' : 'nothingFound'
    return <div className="fw-reference-tree fw-faint">{widgetText(locale, text)}</div>
  }
  return (
    <div className="fw-reference-tree" onMouseDown={(event) => event.preventDefault()}>
      <Tree<Node>
        blockNode
        height={HEIGHT_PX}
        treeData={nodes}
        selectedKeys={props.chosen === null ? [] : [props.chosen]}
        loadData={({ key }) => open(key)}
        onSelect={(_keys, { node }) => props.onChoose({ id: node.key, label: node.title })}
      />
    </div>
  )
}

async function nodesBelow(level: TreeLevel, parent: string | null, signal: AbortSignal): Promise<Node[]> {
  const options = await level(parent, signal)
  return options.map(({ id, label, hasChildren }) => ({ key: id, title: label, isLeaf: !hasChildren }))
}

function withChildren(nodes: readonly Node[], key: string, children: Node[]): Node[] {
  return nodes.map((node) => {
    if (node.key === key) return { ...node, children }
    return node.children ? { ...node, children: withChildren(node.children, key, children) } : node
  })
}
