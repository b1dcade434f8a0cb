import { expect, test } from 'vitest'
import { readProgram } from '../../apps/server/src/index.ts'

test('plugins are loaded for several servers of one process at once', async () => {
  const programs = await Promise.all(Array.from({ length: 4 }, () => readProgram({ folders: [] })))
  for (const { plugins } of programs) {
    expect(plugins.failed).toEqual([])
    expect(plugins.loaded.map(({ plugin }) => plugin.name)).toContain('public-pool')
  }
})
