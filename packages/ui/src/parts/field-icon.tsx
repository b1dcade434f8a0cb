import { lazy, Suspense } from 'react'

import { commonIcons } from './icon-names.ts'

const LazyIcon = lazy(async () => ({ default: (await import('./any-icon.tsx')).AnyIcon }))

/** An icon by its name in metadata, e.g. `calendar`. It stands beside words, so it is not read out. */
export function FieldIcon({ name }: { name: string | null | undefined }) {
  const Common = commonIcons[name ?? 'tag']
  if (Common) return <Common aria-hidden />
  return (
    <Suspense fallback={<span className="anticon fw-icon-blank" />}>
      <LazyIcon name={name ?? 'tag'} />
    </Suspense>
  )
}
