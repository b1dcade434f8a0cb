import type { Layout } from '../api/types.ts'
import { LayoutView } from './layout-view.tsx'

/** A form's shape while its rules load: nothing jumps when they arrive. */
export function FormSkeleton({ layout }: { layout: Layout }) {
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
