import type { Layout } from '../api/types.ts'
import { LayoutView } from './layout-view.tsx'

const SOME_FIELDS = 12

/** A form's shape while its rules load: nothing jumps when they arrive. Without a layout, any form's. */
export function FormSkeleton({ layout = anyLayout() }: { layout?: Layout | undefined }) {
  return (
    <div className="fw-form" aria-busy="true">
      <LayoutView
        layout={layout}
        isVisible={(block) => block.type === 'field' || block.type === 'section'}
        renderBlock={() => (
          <div className="fw-field">
            <span className="fw-bone fw-bone-label" />
            <span className="fw-bone fw-bone-input" />
          </div>
        )}
      />
    </div>
  )
}

/** Three short fields beside each other. */
function anyLayout(): Layout {
  const fields = Array.from({ length: SOME_FIELDS }, (_, index) => [
    `field_${String(index).padStart(2, '0')}`,
    { type: 'field' as const, section: 'fields', x: (index % 3) * 8, y: Math.floor(index / 3), w: 8, h: 1 },
  ])
  const section = { type: 'section' as const, x: 0, y: 0, w: 24, h: 1 }
  return { object: '', purpose: 'form', blocks: { ...Object.fromEntries(fields), fields: section } }
}
