import { expect, test } from 'vitest'
import { checkPlugin } from './check-plugin.ts'
import { definePlugin } from './define-plugin.ts'
import type { PluginRoute } from './plugin.ts'

const label = { en: 'Stock', 'zh-CN': '库存' }

/** What is wrong with a plugin whose route has such schemas. */
function problemsOf(schemas: object) {
  const route = { method: 'GET', path: '/late', summary: label, run: () => null, ...schemas } as unknown as PluginRoute
  const plugin = definePlugin({ url: import.meta.url, name: 'stock', version: '1.0.0', label, routes: [route] })
  return checkPlugin(plugin, 'stock').map(({ pointer, code }) => [pointer, code])
}

test('a query has a schema for each member, and is told so where it has one for all', () => {
  expect(problemsOf({ query: { limit: { type: 'integer' }, type: { type: 'string' } } })).toEqual([])
  const whole = { type: 'object', properties: { limit: { type: 'integer' } } }
  expect(problemsOf({ query: whole })).toEqual([['/routes/0/query', 'wrong_schema']])
})

test('each wrong schema of a route is named where it stands', () => {
  const wrong = { type: 'whole' }
  expect(problemsOf({ query: { limit: wrong }, body: wrong })).toEqual([
    ['/routes/0/query/limit', 'wrong_schema'],
    ['/routes/0/body', 'wrong_schema'],
  ])
})
