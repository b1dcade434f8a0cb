import { lazy, Suspense } from 'react'

import { plainText } from '../types/rich-text/plain-text.ts'

const Shown = lazy(async () => ({ default: (await import('./rich-text-shown.tsx')).RichTextShown }))

/** Formatted text as it looks; its words alone until it is loaded. */
export function RichText({ value }: { value: unknown }) {
  const html = String(value)
  return (
    <Suspense fallback={<span className="fw-long-text">{plainText(html)}</span>}>
      <Shown html={html} />
    </Suspense>
  )
}
