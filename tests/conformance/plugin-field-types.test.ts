import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { widgets } from '@fieldwork/fields/ui'
import type { Plugin } from '@fieldwork/plugin-sdk'
import { testFieldTypes } from '@fieldwork/server/testing'
import { expect, it } from 'vitest'

/** The plugins that ship, and those of tests. */
const folders = ['../../plugins', '../fixtures/plugins'].flatMap((folder) => {
  const parent = fileURLToPath(new URL(folder, import.meta.url))
  return readdirSync(parent).map((name) => `${parent}/${name}/plugin.ts`)
})
const plugins = await Promise.all(
  folders.filter((file) => existsSync(file)).map(async (file) => ((await import(file)) as { default: Plugin }).default),
)
const fieldTypes = plugins.flatMap(({ fieldTypes: own = [] }) => own)
testFieldTypes({ fieldTypes })

it.each(fieldTypes)('the widget of $name is one that forms know', ({ widget }) => {
  expect(Object.keys(widgets)).toContain(widget)
})

it('a plugin without field types has nothing to be tested', () => {
  expect(() => testFieldTypes({})).toThrow('no field types')
})
