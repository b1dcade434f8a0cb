import { lazy } from 'react'

/** The transition dialog, loaded with the form when it is first needed. */
export const LazyTransitionDialog = lazy(async () => ({
  default: (await import('./transition-dialog.tsx')).TransitionDialog,
}))
