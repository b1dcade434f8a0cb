import { lazy } from 'react'

/** The conversion dialog, loaded with the form when it is first needed. */
export const LazyConversionDialog = lazy(async () => ({
  default: (await import('./conversion-dialog.tsx')).ConversionDialog,
}))
