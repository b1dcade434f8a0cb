import { describe, expect, it } from 'vitest'

import { ApiProblem } from './api-problem.ts'
import { bringBackRecords, removeRecords } from './bulk.ts'
import type { Api } from './create-api.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`)
const posting = (post: (path: string, body: { delete: string[] }) => Promise<unknown>) => ({ post }) as unknown as Api

describe('deleting many records', () => {
  it('goes in batches and tells how far it is', async () => {
    const sizes: number[] = []
    const api = posting((path, body) => {
      expect([path, body]).toEqual(['/api/records/lead/batch', { delete: body.delete, atomic: false }])
      sizes.push(body.delete.length)
      return Promise.resolve({ delete: body.delete.map((id) => ({ status: 204, id })) })
    })
    const progress: number[] = []
    const outcome = await removeRecords(api, { object: 'lead', ids: ids(250) }, (settled) => progress.push(settled))
    expect(sizes).toEqual([100, 100, 50])
    expect(progress).toEqual([100, 200, 250])
    expect(outcome).toEqual({ done: ids(250), refused: [] })
  })

  it('says of each refused record why', async () => {
    const problem = {
      status: 409,
      code: 'still_referenced',
      detail: '无法删除',
      problems: [{ code: 'x', message: '仍被引用' }],
    }
    const api = posting(() => Promise.resolve({ delete: [{ status: 204, id: 'id-0' }, problem] }))
    const outcome = await removeRecords(api, { object: 'lead', ids: ids(2) }, () => undefined)
    expect(outcome).toEqual({ done: ['id-0'], refused: [{ id: 'id-1', message: '仍被引用' }] })
  })

  it('goes on after a batch that did not get through', async () => {
    let round = 0
    const api = posting((_, body) =>
      (round += 1) === 1
        ? Promise.reject(new ApiProblem(0, { code: 'unreachable', title: '连接不上' }))
        : Promise.resolve({ delete: body.delete.map((id) => ({ status: 204, id })) }),
    )
    const outcome = await removeRecords(api, { object: 'lead', ids: ids(101) }, () => undefined)
    expect(outcome.done).toEqual(['id-100'])
    expect(outcome.refused).toHaveLength(100)
  })
})

describe('bringing many records back', () => {
  it('asks for a few at a time and for each once', async () => {
    const asked: string[] = []
    let open = 0
    let most = 0
    const api = posting(async (path) => {
      most = Math.max(most, (open += 1))
      asked.push(path)
      await Promise.resolve()
      open -= 1
      if (path.includes('/id-7/')) throw new ApiProblem(409, { code: 'duplicate', detail: '已有相同编号' })
    })
    const progress: number[] = []
    const outcome = await bringBackRecords(api, { object: 'lead', ids: ids(20) }, (settled) => progress.push(settled))
    expect(new Set(asked).size).toBe(20)
    expect(most).toBeLessThanOrEqual(6)
    expect(progress.at(-1)).toBe(20)
    expect(outcome.refused).toEqual([{ id: 'id-7', message: '已有相同编号' }])
    expect(outcome.done).toHaveLength(19)
  })
})
