import GridLayout, { useContainerWidth, verticalCompactor } from 'react-grid-layout'
import type { EventCallback, ResizeHandleAxis } from 'react-grid-layout'

import type { Block } from '../model/definitions.ts'
import { useGridDesigner } from './designer-context.ts'
import type { GridDesigner } from './designer-context.ts'
import { arrange, blocksIn, COLUMNS, itemsIn, moveTo, PAGE, placed } from './layout-model.ts'
import { SectionBlock } from './section-block.tsx'
import { cellAt } from './zones.ts'

const HANDLES: ResizeHandleAxis[] = ['e', 's']
const SECTION_HANDLES: ResizeHandleAxis[] = ['e']

/** One grid of what is designed: the page's, or a section's own. */
export function BlockGrid({ zone }: { zone: string }) {
  const designer = useGridDesigner()
  const { width, containerRef, mounted } = useContainerWidth({ measureBeforeMount: true })
  const drag = useBlockDrag(designer, zone)
  const { blocks, drop, scale, Card } = designer
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
          gridConfig={{ cols: COLUMNS, rowHeight: scale.row, margin: scale.gaps, containerPadding: [0, 0] }}
          dragConfig={{ handle: zone === PAGE ? '.st-grip-page' : '.st-grip-inner' }}
          compactor={verticalCompactor}
          {...drag}
        >
          {blocksIn(blocks, zone).map(([key, block]) => (
            <div key={key} data-block={key} className={itemClass(block, key === designer.selected)}>
              {block.type === 'section' ? (
                <SectionBlock blockKey={key} block={block} grid={<BlockGrid zone={key} />} />
              ) : (
                <Card blockKey={key} block={block} grip={zone === PAGE ? 'st-grip-page' : 'st-grip-inner'} />
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
function useBlockDrag(designer: GridDesigner, zone: string) {
  const { blocks, scale } = designer
  const targetOf: (...event: Parameters<EventCallback>) => GridDesigner['drop'] = (
    _layout,
    _old,
    item,
    _mark,
    event,
  ) => {
    const block = item ? blocks[item.i] : undefined
    const point = pointOf(event)
    if (!block || !point || block.type === 'section') return null
    const cell = cellAt(point, { w: block.w, isSection: false, scale })
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
function DropMark({ width, drop }: { width: number; drop: NonNullable<GridDesigner['drop']> }) {
  const { scale } = useGridDesigner()
  const [across, down] = scale.gaps
  const column = (width + across) / COLUMNS
  const row = scale.row + down
  const style = {
    left: drop.x * column,
    top: drop.y * row,
    width: drop.w * column - across,
    height: drop.h * row - down,
  }
  return <div className="st-drop-mark" style={style} />
}
