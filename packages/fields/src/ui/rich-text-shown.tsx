import { createElement, useMemo } from 'react'
import type { ReactNode } from 'react'

import { sanitisedTree } from '../types/rich-text/sanitise.ts'

type Node = ReturnType<typeof sanitisedTree>['children'][number]

/** Formatted text, sanitised once more and drawn as elements of the page, never as markup. */
export function RichTextShown({ html }: { html: string }) {
  const nodes = useMemo(() => sanitisedTree(html).children, [html])
  return <div className="fw-rich">{nodes.map(drawn)}</div>
}

function drawn(node: Node, key: number): ReactNode {
  if (node.type === 'text') return node.value
  if (node.type !== 'element') return null
  const { href, start, target, rel } = node.properties
  const properties = {
    key,
    ...(typeof href === 'string' && { href }),
    ...(typeof start === 'number' && { start }),
    ...(typeof target === 'string' && { target }),
    ...(Array.isArray(rel) && { rel: rel.join(' ') }),
  }
  return createElement(node.tagName, properties, ...node.children.map(drawn))
}
