import { useEffect, useState } from 'react'

import { useFieldServices } from './services.tsx'

/** For what is saved and not shown: no browser opens it as a page. */
export const SAVED_TYPE = 'application/octet-stream'

/**
 * The address under which the browser finds a content; undefined until it is there.
 *
 * @param url as the API names it; null: nothing is wanted yet
 * @param type as which a fetched content is handed to the browser; left out: as it came
 */
export function useContentUrl(url: string | null, type?: string): string | undefined {
  const { fetch: fetchContent } = useFieldServices().files
  const [fetched, setFetched] = useState<{ of: string; url: string } | null>(null)
  useEffect(() => {
    if (!fetchContent || url === null) return
    const stop = new AbortController()
    let made: string | null = null
    const load = async (): Promise<void> => {
      const content = await (await fetchContent(url, { signal: stop.signal })).blob()
      if (stop.signal.aborted) return
      made = URL.createObjectURL(type === undefined ? content : new Blob([content], { type }))
      setFetched({ of: url, url: made })
    }
    // what cannot be had is shown as a broken content, as the browser itself would
    load().catch(() => stop.signal.aborted || setFetched({ of: url, url: 'about:blank' }))
    return () => {
      stop.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [fetchContent, url, type])
  if (!fetchContent) return url ?? undefined
  return fetched?.of === url ? fetched.url : undefined
}
