import type { Capability } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readInteger, readQuery, splitList } from '../../http/query.ts'

const MAX_PER_OBJECT = 20
const MAX_TEXT = 200
const SEARCH = new Set(['q', 'objects', 'limit'] as const)

/** Records of all objects that the caller may see, by a text. */
export const search: Capability = {
  name: 'search',
  register(app, { records }) {
    app.get('/api/search', async (request) => {
      const query = readQuery(request, SEARCH)
      const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PER_OBJECT })
      const objects = query.objects === undefined ? undefined : splitList(query.objects)
      return { data: await records.search(callerOf(request), { q: readText(query.q), objects, limit }) }
    })
  },
}

function readText(q: string | undefined): string {
  const text = q?.trim() ?? ''
  if (text !== '' && text.length <= MAX_TEXT) return text
  const reason = say(`expected 1 to ${MAX_TEXT} characters`, `应为 1 至 ${MAX_TEXT} 个字符`)
  throw refuse('invalid_parameter', { name: 'q', reason })
}
