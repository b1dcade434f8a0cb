import '@xyflow/react/dist/style.css'

import { useTexts } from '@fieldwork/ui'
import { Background, Controls, MarkerType, MiniMap, ReactFlow, useNodesState, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DragEvent, KeyboardEvent } from 'react'

import { placesIn, useFocusOnSelected } from '../../designer-keys/focus.ts'
import { isDirection, nearest, neighbourOf } from '../../designer-keys/spatial-focus.ts'
import { useDesigner } from '../designer/designer-context.ts'
import type { StepMark } from '../designer/designer-context.ts'
import { drawWorkflow, endOf, END_SIZE, STEP_SIZE } from '../graph/layout.ts'
import type { Corner, Drawing } from '../graph/layout.ts'
import { changeNode } from '../graph/edits.ts'
import { TRIGGER, withWay } from '../graph/ways.ts'
import type { Way } from '../graph/ways.ts'
import type { StepKind } from '../step-kinds.ts'
import { edgeTypes, nodeTypes } from './flow-parts.tsx'
import type { EndNode, StepNode, WayEdge } from './flow-parts.tsx'
import { STEP_DATA } from './step-data.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'

const DROP_REACH = 140
const NO_BENDS: Corner[] = []
/** smaller than this words cannot be read: the beginning is shown rather than all */
const READABLE = 0.6
const TOP = 24
const FIT = { padding: 0.15, maxZoom: 1, minZoom: 0.35 }

/** The workflow as a drawing: steps as cards, ways as lines between them. */
export function WorkflowCanvas() {
  const { t } = useTexts('studio')
  const { workflow, kinds, select, editing, marks, selected } = useDesigner()
  const drawing = useMemo(() => drawWorkflow(workflow, kinds), [workflow, kinds])
  const placed = useMemo(() => flowNodes(drawing, editing !== null), [drawing, editing !== null])
  const [nodes, setNodes, onNodesChange] = useNodesState<StepNode | EndNode>(placed)
  useEffect(() => setNodes(placed), [placed, setNodes])
  const edges = useMemo(
    () => flowEdges(drawing, marks, (key) => kinds.get(workflow.nodes[key]?.step ?? '')),
    [drawing, marks, kinds, workflow],
  )
  const frame = useRef<HTMLDivElement>(null)
  const flow = useReactFlow()
  const dropping = useDropping(drawing)
  const onKeys = useCanvasKeys(drawing.ways)
  useFocusOnSelected(frame, selected)
  const isDrawn = selected !== null && nodes.some(({ id, measured }) => id === selected && measured !== undefined)
  useEffect(() => {
    if (isDrawn && selected !== null && !isInside(selected, frame.current))
      void flow.fitView({ nodes: [{ id: selected }], ...FIT })
  }, [selected, isDrawn, flow])
  const move = (event: KeyboardEvent): void => {
    const from = (event.target as Element).closest('[data-key], [data-way]')
    if (from && isDirection(event.key)) {
      event.preventDefault()
      const to = neighbourOf(from, placesIn(event.currentTarget), event.key)
      to?.focus({ preventScroll: true })
      const id = to?.dataset['key'] ?? (to?.dataset['way'] && `@end:${to.dataset['way']}`)
      if (to && !isVisible(to, frame.current) && id) void flow.fitView({ nodes: [{ id }], ...FIT })
      return
    }
    onKeys(event)
  }
  return (
    <div
      ref={frame}
      className={`st-wf-canvas ${dropping.isOver ? 'st-wf-dropping' : ''}`}
      role="group"
      aria-label={t('wf.canvas')}
      onKeyDown={move}
      {...(editing ? dropping.handlers : {})}
    >
      <ReactFlow<StepNode | EndNode, WayEdge>
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={editing !== null}
        nodesConnectable={editing !== null}
        edgesReconnectable={editing !== null}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        elementsSelectable={false}
        minZoom={0.25}
        maxZoom={1.5}
        fitView
        fitViewOptions={FIT}
        onInit={({ getViewport, setViewport, getNode }) => {
          const start = getNode(TRIGGER)?.position
          if (!start || getViewport().zoom >= READABLE || !frame.current) return
          const x = frame.current.clientWidth / 2 - (start.x + STEP_SIZE.width / 2) * READABLE
          void setViewport({ x, y: TOP - start.y * READABLE, zoom: READABLE })
        }}
        onPaneClick={() => select(null)}
        onNodeDragStop={(_event, { id, position }) => {
          const was = drawing.corners.get(id)
          const place = { x: Math.round(position.x), y: Math.round(position.y) }
          if (id in workflow.nodes && was && Math.hypot(was.x - place.x, was.y - place.y) > 2)
            editing?.edit(changeNode(workflow, id, { place }))
        }}
        onConnect={({ source, target }) => {
          const way = drawing.ways.find((each) => endOf(each) === source)
          if (way && target !== TRIGGER) editing?.edit(withWay(workflow, way, target))
        }}
        onReconnect={(edge, { target }) => {
          if (edge.data && target !== TRIGGER && !target.startsWith('@'))
            editing?.edit(withWay(workflow, edge.data.way, target))
        }}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'controls.zoomIn.ariaLabel': t('wf.zoomIn'),
          'controls.zoomOut.ariaLabel': t('wf.zoomOut'),
          'controls.fitView.ariaLabel': t('wf.zoomWhole'),
        }}
      >
        <Background gap={20} size={1} />
        <Controls showInteractive={false} fitViewOptions={FIT} aria-label={t('wf.zoom')} />
        <MiniMap pannable zoomable ariaLabel={t('wf.minimap')} nodeStrokeWidth={2} />
      </ReactFlow>
    </div>
  )
}

function flowNodes({ ways, corners }: Drawing, isEditing: boolean): (StepNode | EndNode)[] {
  const ends = new Map(ways.flatMap((way) => (way.to === null ? [[endOf(way), way] as const] : [])))
  return [...corners].map(([id, position]): StepNode | EndNode => {
    const way = ends.get(id)
    if (way) return { id, type: 'end', position, data: { way }, draggable: false, ...END_SIZE }
    return { id, type: 'step', position, data: {}, draggable: isEditing && id !== TRIGGER, ...STEP_SIZE }
  })
}

type Marks = ReadonlyMap<string, StepMark>

function flowEdges({ ways, bends }: Drawing, marks: Marks, kindOf: (key: string) => StepKind | undefined): WayEdge[] {
  return ways.map((way) => ({
    id: way.id,
    type: 'way',
    source: way.from,
    target: way.to ?? endOf(way),
    data: { way, done: wasGone(way, marks, { step: kindOf(way.from), ways }), bends: bends.get(way.id) ?? NO_BENDS },
    reconnectable: way.to === null ? false : 'target',
    ...(way.to === null ? {} : { markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 } }),
  }))
}

/** A run went this way. */
function wasGone(
  { from, to, kind, branch }: Way,
  marks: Marks,
  { step, ways }: { step: StepKind | undefined; ways: Way[] },
): boolean {
  const mark = marks.get(from)
  if (to === null || !mark || marks.get(to)?.state === undefined) return false
  if (kind === 'start' || step?.returns === true) return true
  if (kind === 'error') return mark.state === 'failed'
  const went = (name: string | null): boolean => mark.went?.has(name) === true
  if (kind === 'branch') return went(branch ?? null)
  // a branch that leads nowhere of its own goes on like the others
  return went(null) || ways.some((each) => each.from === from && each.to === null && went(each.branch ?? null))
}

const isInside = (key: string, frame: Element | null): boolean => {
  const element = frame?.querySelector(`[data-key="${CSS.escape(key)}"]`)
  return element ? isVisible(element, frame) : true
}

function isVisible(element: Element, frame: Element | null): boolean {
  const [inner, outer] = [element.getBoundingClientRect(), frame?.getBoundingClientRect()]
  return (
    outer !== undefined &&
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  )
}

/** A kind of step that is dragged from the palette lands on the nearest way. */
function useDropping({ ways }: Drawing) {
  const { editing } = useDesigner()
  const [isOver, setOver] = useState(false)
  const marked = useRef<Element | null>(null)
  const mark = (next: Element | null): void => {
    if (marked.current === next) return
    marked.current?.classList.remove('st-wf-plus-target')
    next?.classList.add('st-wf-plus-target')
    marked.current = next
  }
  const end = (): void => {
    mark(null)
    setOver(false)
  }
  const handlers = {
    onDragOver: (event: DragEvent<HTMLDivElement>) => {
      if (!event.dataTransfer.types.includes(STEP_DATA)) return
      event.preventDefault()
      setOver(true)
      const targets = [...event.currentTarget.querySelectorAll('[data-way]')]
      mark(nearest({ x: event.clientX, y: event.clientY }, targets, DROP_REACH))
    },
    onDragLeave: (event: DragEvent<HTMLDivElement>) => {
      if (!event.currentTarget.contains(event.relatedTarget as Element | null)) end()
    },
    onDrop: (event: DragEvent<HTMLDivElement>) => {
      const step = event.dataTransfer.getData(STEP_DATA)
      const way = ways.find(({ id }) => id === marked.current?.getAttribute('data-way'))
      event.preventDefault()
      end()
      if (step !== '' && way) editing?.add(step, way)
    },
  }
  return { isOver, handlers }
}
