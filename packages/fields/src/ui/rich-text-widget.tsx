import { lazy, Suspense } from 'react'

import type { WidgetProps } from './widget.ts'

const Editor = lazy(async () => ({ default: (await import('./rich-text-editor.tsx')).RichTextEditor }))

/** Formatted text; its editor is loaded when the first such field is drawn. */
export function RichTextWidget(props: WidgetProps) {
  return (
    <Suspense fallback={<div className="fw-rich-editor fw-rich-loading" aria-busy="true" />}>
      <Editor {...props} />
    </Suspense>
  )
}
