import { useTexts } from '@fieldwork/ui'
import { useMemo, useRef } from 'react'

import { focusNeighbour, useFocusOnSelected } from '../../designer-keys/focus.ts'
import { NodeCard } from '../canvas/node-card.tsx'
import { WayButton } from '../canvas/way-button.tsx'
import { useCanvasKeys } from '../canvas/use-canvas-keys.ts'
import { outlineOf } from '../graph/outline.ts'
import type { OutlineItem } from '../graph/outline.ts'
import { TRIGGER, waysOf } from '../graph/ways.ts'
import { useDesigner } from './designer-context.ts'
import { useNodeWords } from './node-words.ts'
import { useWayLabel } from './way-words.ts'

/** The workflow as a list, for small screens and for who prefers it: the same as the drawing. */
export function WorkflowOutline() {
  const { t } = useTexts('studio')
  const { workflow, kinds, selected } = useDesigner()
  const frame = useRef<HTMLDivElement>(null)
  useFocusOnSelected(frame, selected)
  const ways = useMemo(() => waysOf(workflow, kinds), [workflow, kinds])
  const items = useMemo(() => (ways[0] ? outlineOf(workflow, kinds, ways[0]) : []), [workflow, kinds, ways])
  const onKeys = useCanvasKeys(ways)
  return (
    <div
      ref={frame}
      className="st-wf-outline"
      role="group"
      aria-label={t('wf.outline')}
      onKeyDown={(event) => {
        if (focusNeighbour(event.currentTarget, event.target, event.key) === null) onKeys(event)
        else event.preventDefault()
      }}
    >
      <NodeCard name={TRIGGER} />
      <OutlineItems items={items} />
    </div>
  )
}

function OutlineItems({ items }: { items: OutlineItem[] }) {
  return (
    <ol>
      {items.map((item) => (
        <li key={item.kind === 'step' ? item.key : item.way.id}>
          <OutlineRow item={item} />
        </li>
      ))}
    </ol>
  )
}

function OutlineRow({ item }: { item: OutlineItem }) {
  const { t } = useTexts('studio')
  const { editing, select } = useDesigner()
  const words = useNodeWords()
  const labelOf = useWayLabel()
  const way = item.kind === 'step' ? item.into : item.way
  const label = way.kind === 'next' ? labelOf(way) : ''
  const title = label === '' ? null : <span className="st-wf-branch-name">{label}</span>
  if (item.kind === 'end')
    return (
      <>
        {title}
        {editing ? <WayButton way={item.way} /> : <span className="st-faint">{t('wf.end')}</span>}
      </>
    )
  if (item.kind === 'join') {
    return (
      <>
        {title}
        <button type="button" className="st-link" onClick={() => select(item.key)}>
          {t('wf.joins', { label: words(item.key).title })}
        </button>
      </>
    )
  }
  return (
    <>
      {title}
      {editing ? <WayButton way={item.into} /> : null}
      <NodeCard name={item.key} />
      {item.branches.map((branch) => (
        <section key={branch.way.id} className="st-wf-branch" aria-label={labelOf(branch.way)}>
          <span className="st-wf-branch-name">{labelOf(branch.way)}</span>
          <OutlineItems items={branch.items} />
        </section>
      ))}
    </>
  )
}
