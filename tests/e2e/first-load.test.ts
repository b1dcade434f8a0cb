import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

const inCli = (file: string): Promise<unknown> => import(new URL(`../../apps/cli/lib/${file}`, import.meta.url).href)

beforeAll(async () => {
  const { buildWeb } = (await inCli('build-web.mjs')) as { buildWeb(): Promise<boolean> }
  expect(await buildWeb()).toBe(true)
})

test('what a browser loads before it shows a list keeps to its budget', async () => {
  const { BUDGET, weighFirstLoad } = (await inCli('first-load.mjs')) as {
    BUDGET: { entry: number; list: number }
    weighFirstLoad(folder: string): { entry: number; list: number; files: { file: string; bytes: number }[] }
  }
  const { entry, list, files } = weighFirstLoad(fileURLToPath(new URL('../../apps/web/dist', import.meta.url)))
  expect(entry).toBeLessThanOrEqual(BUDGET.entry)
  expect(list).toBeLessThanOrEqual(BUDGET.list)
  expect(list).toBeGreaterThan(entry)
  // forms, editors and what plugins share come when they are wanted
  const names = files.map(({ file }) => file).join(' ')
  expect(names).not.toMatch(/widgets-|record-form-|rich-text-editor-|host-modules-|routes-/)
})
