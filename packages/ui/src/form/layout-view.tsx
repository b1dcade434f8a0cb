import type { CSSProperties, ReactNode } from 'react'

import type { Layout } from '../api/types.ts'
import { localize } from '../texts/localized.ts'
import { useTexts } from '../texts/i18n.ts'
import type { PlacedBlock } from './layout-grid.ts'
import { gridPlaces, pageBlocks, sectionBlocks } from './layout-grid.ts'

/** Draws one block's content; null draws nothing and takes no place. */
export type RenderBlock = (block: PlacedBlock) => ReactNode

/** A layout drawn on its 24-column grid: sections are headings with space, never boxes. One column on a phone. */
export function LayoutView(props: {
  layout: Layout
  isVisible: (block: PlacedBlock) => boolean
  renderBlock: RenderBlock
}) {
  const { layout, isVisible, renderBlock } = props
  const shown = (blocks: PlacedBlock[]): PlacedBlock[] => blocks.filter(isVisible)
  const inside = (section: PlacedBlock): PlacedBlock[] => shown(sectionBlocks(layout, section.key))
  const onPage = shown(pageBlocks(layout)).filter((block) => block.type !== 'section' || inside(block).length > 0)

  return (
    <LayoutCells blocks={onPage} className="fw-layout">
      {(block) =>
        block.type === 'section' ? (
          <Section block={block} blocks={inside(block)} renderBlock={renderBlock} />
        ) : (
          renderBlock(block)
        )
      }
    </LayoutCells>
  )
}

function Section(props: { block: PlacedBlock; blocks: PlacedBlock[]; renderBlock: RenderBlock }) {
  const { locale } = useTexts()
  const label = localize(props.block.label, locale)
  return (
    <section className="fw-section" aria-label={label || undefined}>
      {label ? <h2 className="fw-section-title">{label}</h2> : null}
      <LayoutCells blocks={props.blocks} className="fw-grid">
        {props.renderBlock}
      </LayoutCells>
    </section>
  )
}

function LayoutCells(props: { blocks: PlacedBlock[]; className: string; children: RenderBlock }) {
  const places = gridPlaces(props.blocks)
  return (
    <div className={props.className}>
      {props.blocks.map((block) => {
        const place = places.get(block.key)
        const style = { '--column': place?.column, '--row': place?.row } as CSSProperties
        return (
          <div key={block.key} className={`fw-cell fw-cell-${block.type}`} style={style}>
            {props.children(block)}
          </div>
        )
      })}
    </div>
  )
}
