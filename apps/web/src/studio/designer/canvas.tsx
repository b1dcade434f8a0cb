import 'react-grid-layout/css/styles.css'

import { useTexts } from '@fieldwork/ui'
import type { KeyboardEvent } from 'react'

import { BlockGrid } from './block-grid.tsx'
import { useGridDesigner } from './designer-context.ts'
import { moveByStep, resizeByStep } from './keyboard-moves.ts'
import type { Step } from './keyboard-moves.ts'
import { PAGE } from './layout-model.ts'

const STEPS: Record<string, Step> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** What is designed, on its real grid: blocks are dragged, resized, selected, and moved by the arrow keys. */
export function Canvas() {
  const { t } = useTexts('studio')
  const designer = useGridDesigner()
  const { blocks, selected } = designer
  const isEmpty = Object.keys(blocks).length === 0

  const onKeyDown = (event: KeyboardEvent): void => {
    if (selected === null || !blocks[selected] || isInput(event.target)) return
    const step = STEPS[event.key]
    if (step) designer.edit(event.shiftKey ? resizeByStep(blocks, selected, step) : moveByStep(blocks, selected, step))
    else if (event.key === 'Delete' || event.key === 'Backspace') designer.remove(selected)
    else if (event.key === 'Escape') designer.select(null)
    else return
    event.preventDefault()
  }

  return (
    <section
      className={designer.drop ? 'st-canvas st-canvas-dropping' : 'st-canvas'}
      aria-label={t('designer.canvas')}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.target === event.currentTarget) designer.select(null)
      }}
    >
      {isEmpty ? <p className="st-canvas-empty">{t('designer.empty')}</p> : null}
      <BlockGrid zone={PAGE} />
    </section>
  )
}

function isInput(target: EventTarget): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
