import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, Handle, Position } from '@xyflow/react'
import type { Edge, EdgeProps, Node, NodeProps } from '@xyflow/react'

import { useDesigner } from '../designer/designer-context.ts'
import { useWayLabel } from '../designer/way-words.ts'
import type { Corner } from '../graph/layout.ts'
import type { Way } from '../graph/ways.ts'
import { NodeCard } from './node-card.tsx'
import { WayButton } from './way-button.tsx'

export type StepNode = Node<Record<string, never>, 'step'>
export type EndNode = Node<{ way: Way }, 'end'>
export type WayEdge = Edge<{ way: Way; done: boolean; bends: Corner[] }, 'way'>

function StepView({ id }: NodeProps<StepNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectableStart={false} className="st-wf-handle" />
      <NodeCard name={id} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="st-wf-handle" />
    </>
  )
}

/** The mark where a way ends: a step can be put there, or the way be led to one that is there already. */
function EndView({ data }: NodeProps<EndNode>) {
  const { editing } = useDesigner()
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} className="st-wf-handle" />
      {editing ? <WayButton way={data.way} /> : <span className="st-wf-end" />}
      {editing ? <Handle type="source" position={Position.Bottom} className="st-wf-handle-end" /> : null}
    </>
  )
}

function WayView(props: EdgeProps<WayEdge>) {
  const { editing } = useDesigner()
  const labelOf = useWayLabel()
  const [straight, x, y] = getSmoothStepPath({ ...props, borderRadius: 14 })
  const { data } = props
  if (!data) return null
  const { way, done, bends } = data
  const path = bends.length === 0 ? straight : curveThrough(props, bends)
  const label = labelOf(way)
  const classes = ['st-wf-line', `st-wf-line-${way.kind}`, done ? 'st-wf-line-done' : '']
  const isBranch = way.kind === 'branch' || way.kind === 'next'
  const [labelX, labelY] = isBranch ? [props.targetX, props.targetY - 22] : [x, y]
  const hasButton = editing !== null && way.to !== null
  return (
    <>
      <BaseEdge
        path={path}
        className={classes.join(' ')}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      <EdgeLabelRenderer>
        {label === '' ? null : (
          <span
            className="st-wf-way-label nodrag nopan"
            style={{ transform: shift(labelX, labelY - (hasButton ? 14 : 0)) }}
            title={label}
          >
            {label}
          </span>
        )}
        {hasButton ? (
          <span
            className="st-wf-way-plus"
            style={{ transform: shift(label === '' ? x : labelX, label === '' ? y : labelY + 6) }}
          >
            <WayButton way={way} />
          </span>
        ) : null}
      </EdgeLabelRenderer>
    </>
  )
}

/** Goes down through points, so that it passes the steps between. */
function curveThrough({ sourceX, sourceY, targetX, targetY }: EdgeProps<WayEdge>, bends: Corner[]): string {
  const points = [...bends, { x: targetX, y: targetY }]
  const parts = points.map((to, at) => {
    const from = points[at - 1] ?? { x: sourceX, y: sourceY }
    const middle = (from.y + to.y) / 2
    return `C ${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`
  })
  return `M ${sourceX} ${sourceY} ${parts.join(' ')}`
}

const shift = (x: number, y: number): string => `translate(-50%, -50%) translate(${x}px, ${y}px)`

export const nodeTypes = { step: StepView, end: EndView }
export const edgeTypes = { way: WayView }
