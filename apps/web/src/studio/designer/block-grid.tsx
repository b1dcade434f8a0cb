import GridLayout, { useContainerWidth, verticalCompactor } from 'react-grid-layout'
import type { EventCallback, ResizeHandleAxis } from 'react-grid-layout'

import type { Block } from '../model/definitions.ts'
import { BlockCard } from './block-card.tsx'
import { useDesigner } from './designer-context.ts'
import type { Designer } from './designer-context.ts'
import { arrange, blocksIn, COLUMNS, itemsIn, moveTo, PAGE, placed } from './layout-model.ts'
import { SectionBlock } from './section-block.tsx'
import { cellAt, MARGIN, ROW_HEIGHT } from './zones.ts'

const HANDLES: ResizeHandleAxis[] = ['e', 's']
const SECTION_HANDLES: ResizeHandleAxis[] = ['e']

/** One grid of the layout: the page's, or a section's own. */
export function BlockGrid({ zone }: { zone: string }) {
  const designer = useDesigner()
  const { width, containerRef, mounted } = useContainerWidth({ measureBeforeMount: true })
  const drag = useBlockDrag(designer, zone)
  const { blocks, drop } = designer
  const items = itemsIn(blocks, zone).map((item) => ({
    ...item,
    resizeHandles: blocks[item.i]?.type === 'section' ? SECTION_HANDLES : HANDLES,
  }))
  return (
    <div ref={containerRef} className="st-zone" data-zone={zone}>
      {mounted ? (
        <GridLayout
          layout={items}
          width={width}
          gridConfig={{ cols: COLUMNS, rowHeight: ROW_HEIGHT, margin: MARGIN, containerPadding: [0, 0] }}
          dragConfig={{ handle: zone === PAGE ? '.st-grip-page' : '.st-grip-inner' }}
          compactor={verticalCompactor}
          {...drag}
        >
          {blocksIn(blocks, zone).map(([key, block]) => (
            <div key={key} data-block={key} className={itemClass(block, key === designer.selected)}>
              {block.type === 'section' ? (
                <SectionBlock blockKey={key} block={block} grid={<BlockGrid zone={key} />} />
              ) : (
                <BlockCard blockKey={key} block={block} grip={zone === PAGE ? 'st-grip-page' : 'st-grip-inner'} />
              )}
            </div>
          ))}
        </GridLayout>
      ) : null}
      {drop && drop.zone === zone ? <DropMark width={width} drop={drop} /> : null}
    </div>
  )
}

function itemClass(block: Block, isSelected: boolean): string {
  return ['st-item', block.type === 'section' ? 'st-item-section' : '', isSelected ? 'st-item-selected' : ''].join(' ')
}

/** Follows a drag; outside of its own grid a block lands on the grid under the pointer. */
function useBlockDrag(designer: Designer, zone: string) {
  const { blocks } = designer
  const targetOf: (...event: Parameters<EventCallback>) => Designer['drop'] = (_layout, _old, item, _mark, event) => {
    const block = item ? blocks[item.i] : undefined
    const point = pointOf(event)
    if (!block || !point || block.type === 'section') return null
    const cell = cellAt(point, block.w, false)
    return cell && cell.zone !== zone ? { ...cell, w: block.w, h: block.h } : null
  }
  const onDragStart: EventCallback = (_layout, _old, item) => {
    if (item) designer.select(item.i)
  }
  const onDrag: EventCallback = (...event) => {
    const target = targetOf(...event)
    if (target !== null || designer.drop !== null) designer.setDrop(target)
  }
  const onDragStop: EventCallback = (...event) => {
    const [layout, , item] = event
    const target = targetOf(...event)
    designer.setDrop(null)
    if (item && target) designer.edit(moveTo(blocks, item.i, target))
    else designer.edit(arrange(placed(blocks, layout)))
  }
  const onResizeStop: EventCallback = (layout) => designer.edit(arrange(placed(blocks, layout)))
  const onResizeStart: EventCallback = (_layout, _old, item) => {
    if (item) designer.select(item.i)
  }
  return { onDragStart, onDrag, onDragStop, onResizeStart, onResizeStop }
}

function pointOf(event: Event): { x: number; y: number } | null {
  if (event instanceof MouseEvent) return { x: event.clientX, y: event.clientY }
  const touch = 'changedTouches' in event ? (event as TouchEvent).changedTouches[0] : undefined
  return touch ? { x: touch.clientX, y: touch.clientY } : null
}

/** Shows where what is dragged will land. */
function DropMark({ width, drop }: { width: number; drop: NonNullable<Designer['drop']> }) {
  const column = (width + MARGIN[0]) / COLUMNS
  const row = ROW_HEIGHT + MARGIN[1]
  const style = {
    left: drop.x * column,
    top: drop.y * row,
    width: drop.w * column - MARGIN[0],
    height: drop.h * row - MARGIN[1],
  }
  return <div className="st-drop-mark" style={style} />
}
