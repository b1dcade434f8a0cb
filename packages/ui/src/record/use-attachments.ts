import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useApi } from '../api/api-provider.tsx'
import { keys } from '../api/keys.ts'
import type { Attachment } from '../api/types.ts'

interface NewAttachment {
  file: string
  category?: string
  version_of?: string
}

/** The attachments of a record, and how they change; `deleted`: those in the recycle bin. */
export function useAttachments(object: string, id: string, deleted: boolean) {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/records/${object}/${id}/files`
  const query = useQuery({
    queryKey: keys.attachments(object, id, deleted),
    queryFn: async ({ signal }) =>
      (await api.get<{ data: Attachment[] }>(`${path}${deleted ? '?deleted=true' : ''}`, signal)).data,
  })
  const settled = async (write: Promise<unknown>): Promise<void> => {
    await write
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.attachments(object, id, false) }),
      client.invalidateQueries({ queryKey: keys.attachments(object, id, true) }),
      client.invalidateQueries({ queryKey: keys.history(object, id) }),
    ])
  }
  const attachments = query.data ?? []
  const categories = [...new Set(attachments.flatMap(({ category }) => category ?? []))].toSorted()
  return {
    attachments,
    categories,
    groups: byCategory(attachments),
    isLoaded: query.isSuccess,
    isFailed: query.isError,
    attach: (input: NewAttachment) => settled(api.post(path, { ...input, category: input.category || null })),
    remove: (file: string) => settled(api.delete(`${path}/${file}`)),
    bringBack: (file: string) => settled(api.post(`${path}/${file}/restore`, {})),
  }
}

/** Categories by name, those without one last. */
function byCategory(attachments: readonly Attachment[]): [category: string, attachments: Attachment[]][] {
  const groups = new Map<string, Attachment[]>()
  for (const attachment of attachments) {
    const name = attachment.category ?? ''
    groups.set(name, [...(groups.get(name) ?? []), attachment])
  }
  return [...groups].toSorted(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b))
}
