import { useEffect, useState } from 'react'

type Regions = typeof import('./region-tree.ts')

let loaded: Regions | undefined

/** The list of regions, which is loaded when the first field asks for it; null until then. */
export function useRegions(): Regions | null {
  const [regions, setRegions] = useState<Regions | null>(loaded ?? null)
  useEffect(() => {
    let isGone = false
    const load = async (): Promise<void> => {
      loaded ??= await import('./region-tree.ts')
      if (!isGone) setRegions(loaded)
    }
    void load()
    return () => {
      isGone = true
    }
  }, [])
  return regions
}
