import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

import accessEn from './access.en.json' with { type: 'json' }
import accessZhCN from './access.zh-CN.json' with { type: 'json' }
import approvalsEn from './approvals.en.json' with { type: 'json' }
import approvalsZhCN from './approvals.zh-CN.json' with { type: 'json' }
import automationEn from './automation.en.json' with { type: 'json' }
import automationZhCN from './automation.zh-CN.json' with { type: 'json' }
import backupsEn from './backups.en.json' with { type: 'json' }
import backupsZhCN from './backups.zh-CN.json' with { type: 'json' }
import securityEn from './security.en.json' with { type: 'json' }
import securityZhCN from './security.zh-CN.json' with { type: 'json' }
import workflowsEn from './workflows.en.json' with { type: 'json' }
import workflowsZhCN from './workflows.zh-CN.json' with { type: 'json' }
import plainEn from './en.json' with { type: 'json' }
import plainZhCN from './zh-CN.json' with { type: 'json' }

const en = { ...plainEn, ...accessEn, ...securityEn, ...backupsEn, ...workflowsEn, ...approvalsEn, ...automationEn }
const zhCN = {
  ...plainZhCN,
  ...accessZhCN,
  ...securityZhCN,
  ...backupsZhCN,
  ...workflowsZhCN,
  ...approvalsZhCN,
  ...automationZhCN,
}

/** Keys of a bundle, without the endings that English uses for one and many. */
function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key.replace(/_(one|other)$/, '')] : keysOf(value, `${prefix}${key}.`),
  )
}

const studio = join(import.meta.dirname, '..')
const sources = readdirSync(studio, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!test)\.tsx?$/.test(path),
)
const known = new Set(keysOf(zhCN))

it('both languages have the same texts', () => {
  expect([...new Set(keysOf(en))].sort()).toEqual([...known].sort())
})

it('every text that the studio asks for exists', () => {
  const asked = sources.flatMap((path) => {
    const source = readFileSync(join(studio, path), 'utf8')
    return [...source.matchAll(/\bt\('([\w.-]+)'/g)].map(([, key]) => key ?? '')
  })
  expect(asked.length).toBeGreaterThan(200)
  expect(asked.filter((key) => !known.has(key))).toEqual([])
})
