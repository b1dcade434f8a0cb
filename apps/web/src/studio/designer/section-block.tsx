import { HolderOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import type { Block } from '../model/definitions.ts'
import { BlockMarks } from './block-marks.tsx'
import { useGridDesigner } from './designer-context.ts'
import { blocksIn } from './layout-model.ts'

/** A section on the canvas: its heading is the grip, its own grid stands under it. */
export function SectionBlock({ blockKey, block, grid }: { blockKey: string; block: Block; grid: ReactNode }) {
  const { t } = useTexts('studio')
  const designer = useGridDesigner()
  const label = designer.labelOf(blockKey)
  const isEmpty = blocksIn(designer.blocks, blockKey).length === 0
  return (
    <section className="st-section" aria-label={label}>
      <div
        className="st-section-head st-grip-page"
        role="button"
        tabIndex={0}
        aria-pressed={designer.selected === blockKey}
        aria-label={label}
        onClick={() => designer.select(blockKey)}
        onFocus={() => designer.select(blockKey)}
      >
        <HolderOutlined className="st-grip-icon" />
        <span>{label}</span>
        <BlockMarks block={block} />
      </div>
      <div className={isEmpty ? 'st-section-body st-section-empty' : 'st-section-body'}>
        {isEmpty ? <p>{t('designer.emptySection')}</p> : null}
        {grid}
      </div>
    </section>
  )
}
