import { useTexts } from '@fieldwork/ui'
import { theme } from 'antd'
import { useId, useMemo } from 'react'

import type { SelectOption, States } from '../../model/definitions.ts'
import { layoutStates } from './state-graph-layout.ts'
import type { StateEdge, StateNode } from './state-graph-layout.ts'

const NODE = { width: 112, height: 34 }
const STEP = { x: 208, y: 76 }
const MARGIN = { x: 12, y: 34 }

/** A small picture of the states and the ways between them. */
export function StateGraph({ options, states }: { options: [string, SelectOption][]; states: States }) {
  const { t, locale } = useTexts('studio')
  const arrow = useId()
  const picture = useMemo(
    () =>
      layoutStates(
        states,
        options.map(([key]) => key),
      ),
    [states, options],
  )
  const width = MARGIN.x * 2 + (picture.columns - 1) * STEP.x + NODE.width
  const height = MARGIN.y * 2 + (picture.rows - 1) * STEP.y + NODE.height
  const nodeOf = (state: string): StateNode | undefined => picture.nodes.find((node) => node.state === state)
  const labels = mergedLabels(picture.edges, (name) => states.transitions?.[name]?.label?.[locale] ?? name)
  return (
    <div className="st-graph">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={t('states.picture')}>
        <defs>
          <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" className="st-graph-arrow" />
          </marker>
        </defs>
        {labels.map((edge) => (
          <Edge
            key={`${edge.from}-${edge.to}`}
            from={nodeOf(edge.from)}
            to={nodeOf(edge.to)}
            label={edge.label}
            arrow={arrow}
          />
        ))}
        {picture.nodes.map((node) => (
          <Node
            key={node.state}
            node={node}
            option={options.find(([key]) => key === node.state)?.[1]}
            isInitial={node.state === states.initial}
          />
        ))}
      </svg>
    </div>
  )
}

/** Ways between the same two states share one line. */
function mergedLabels(edges: StateEdge[], labelOf: (name: string) => string) {
  const merged = new Map<string, { from: string; to: string; label: string }>()
  for (const { name, from, to } of edges) {
    const key = `${from}>${to}`
    const known = merged.get(key)
    merged.set(key, { from, to, label: known ? `${known.label} / ${labelOf(name)}` : labelOf(name) })
  }
  return [...merged.values()]
}

function corner({ column, row }: StateNode) {
  return { x: MARGIN.x + column * STEP.x, y: MARGIN.y + row * STEP.y }
}

function Node(props: { node: StateNode; option: SelectOption | undefined; isInitial: boolean }) {
  const { locale } = useTexts()
  const { token } = theme.useToken()
  const { x, y } = corner(props.node)
  const colour = props.option?.color
  const fill = colour && colour in token ? String(token[colour as 'blue']) : token.colorTextQuaternary
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect
        width={NODE.width}
        height={NODE.height}
        rx={17}
        className={props.isInitial ? 'st-graph-node st-graph-initial' : 'st-graph-node'}
      />
      <circle cx={18} cy={NODE.height / 2} r={4} fill={fill} />
      <text x={30} y={NODE.height / 2 + 4.5} className="st-graph-label">
        {props.option?.label[locale] ?? props.node.state}
      </text>
    </g>
  )
}

function Edge(props: { from: StateNode | undefined; to: StateNode | undefined; label: string; arrow: string }) {
  if (!props.from || !props.to) return null
  const { path, x, y } = route(props.from, props.to)
  return (
    <g>
      <path d={path} className="st-graph-edge" markerEnd={`url(#${props.arrow})`} />
      <text x={x} y={y} className="st-graph-way" textAnchor="middle">
        {props.label}
      </text>
    </g>
  )
}

/** Forward ways run straight or in a gentle curve; ways back bend above the states. */
function route(from: StateNode, to: StateNode): { path: string; x: number; y: number } {
  const [a, b] = [corner(from), corner(to)]
  const middle = NODE.height / 2
  if (to.column > from.column) {
    const [x1, y1, x2, y2] = [a.x + NODE.width, a.y + middle, b.x - 2, b.y + middle]
    const bend = (x1 + x2) / 2
    return { path: `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`, x: bend, y: (y1 + y2) / 2 - 6 }
  }
  const [x1, x2] = [a.x + NODE.width / 2 + 12, b.x + NODE.width / 2 - 12]
  if (to.column === from.column) {
    const isDown = to.row > from.row
    const [y1, y2] = isDown ? [a.y + NODE.height, b.y - 2] : [a.y, b.y + NODE.height + 2]
    return { path: `M${x1} ${y1} L${x1} ${y2}`, x: x1 + 28, y: (y1 + y2) / 2 + 4 }
  }
  if (from.row > 0) {
    const low = a.y + NODE.height + 24
    const path = `M${x1} ${a.y + NODE.height} C${x1} ${low} ${x2} ${low} ${x2} ${b.y + NODE.height + 2}`
    return { path, x: (x1 + x2) / 2, y: low - 4 }
  }
  const top = a.y - 22
  return { path: `M${x1} ${a.y} C${x1} ${top} ${x2} ${top} ${x2} ${b.y - 2}`, x: (x1 + x2) / 2, y: top + 3 }
}
