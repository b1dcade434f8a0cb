import { useApi, useMe } from '@fieldwork/ui'
import type { Api } from '@fieldwork/ui'
import { useCallback } from 'react'

import { forgetViewing, keepViewing, readViewing } from './viewing.ts'

/** Begins to look with the eyes of a user; null where the caller may not. The app starts anew, with nothing kept. */
export function useViewAs(): ((user: { id: string; name: string }, to?: string) => void) | null {
  const me = useMe().data
  const by = me?.user.administrator && !me.viewed_by ? me.user.id : null
  const begin = useCallback(
    ({ id, name }: { id: string; name: string }, to = '/') => {
      const { pathname, search } = globalThis.location
      keepViewing({ id, name, by: by ?? '', back: pathname + search })
      globalThis.location.assign(to)
    },
    [by],
  )
  return by === null ? null : begin
}

/** Looks as oneself again, where one began. */
export function useViewBack(): () => Promise<void> {
  const api = useApi()
  return useCallback(async () => {
    const viewing = readViewing()
    await endViewing(api)
    globalThis.location.assign(viewing?.back ?? '/')
  }, [api])
}

/** Takes the eyes of the other back and tells the server; the way back stands open even where that fails. */
export async function endViewing(api: Api): Promise<void> {
  const viewing = readViewing()
  if (!viewing) return
  forgetViewing()
  await api.post('/api/view-as/end', { user: viewing.id }).catch(() => undefined)
}
