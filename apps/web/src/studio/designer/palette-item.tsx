import { FieldIcon, useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'

import type { Block } from '../model/definitions.ts'
import { useGridDesigner } from './designer-context.ts'
import { usePaletteDrag } from './use-palette-drag.ts'

/** Something that is put onto the canvas: dragged there, or added by a click. */
export function PaletteItem(props: {
  icon: string
  label: string
  stem: string
  block: Omit<Block, 'x' | 'y'>
  note?: ReactNode
}) {
  const { t } = useTexts('studio')
  const { stem, block, label } = props
  const designer = useGridDesigner()
  const drag = usePaletteDrag(block, (target) => designer.add(stem, block, target))
  return (
    <>
      <button
        type="button"
        className="st-palette-item"
        aria-label={t('designer.addBlock', { label })}
        {...drag.handlers}
        onClick={() => {
          if (drag.isClick()) designer.add(stem, block, null)
        }}
      >
        <FieldIcon name={props.icon} />
        <span className="st-ellipsis">{label}</span>
        {props.note}
      </button>
      {drag.point
        ? createPortal(
            <span className="st-ghost" style={{ left: drag.point.x, top: drag.point.y }}>
              <FieldIcon name={props.icon} /> {label}
            </span>,
            document.body,
          )
        : null}
    </>
  )
}
