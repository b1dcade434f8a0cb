import { DownOutlined, RightOutlined } from '@ant-design/icons'

import type { RecordData } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'

/** Where a record stands in a tree. */
export interface TreeNode {
  /** 0 for the topmost */
  depth: number
  hasChildren: boolean
  isOpen: boolean
}

/** The tree that the rows of a table form. */
export interface TreeRows {
  nodeOf: (record: RecordData) => TreeNode
  onToggle: (record: RecordData) => void
}

const STEP_PX = 20

/** The way in to a node, and what opens it. A table opens nodes with the arrow keys, so Tab passes them by there. */
export function TreeTwig(props: { node: TreeNode; name: string; onToggle: () => void; inTabOrder?: boolean }) {
  const { node, name, onToggle } = props
  const { t } = useTexts()
  return (
    <span className="fw-twig" style={{ paddingInlineStart: node.depth * STEP_PX }}>
      {node.hasChildren ? (
        <button
          type="button"
          className="fw-twig-button"
          tabIndex={props.inTabOrder ? 0 : -1}
          aria-expanded={node.isOpen}
          aria-label={t(node.isOpen ? 'list.closeNode' : 'list.openNode', { name })}
          onClick={(event) => {
            event.stopPropagation()
            onToggle()
          }}
        >
          {node.isOpen ? <DownOutlined /> : <RightOutlined />}
        </button>
      ) : null}
    </span>
  )
}
