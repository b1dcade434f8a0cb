import { fileURLToPath } from 'node:url'
import { workflowSteps } from '@fieldwork/automation'
import { readPackage } from '@fieldwork/metadata/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace, steps } from './publishing-fixture.ts'
import type { Workspace } from './publishing-fixture.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../metadata/${name}`, import.meta.url))

let w: Workspace

beforeAll(async () => {
  const layers = await Promise.all(['platform', 'crm'].map((name) => readPackage(folder(name), name)))
  w = await openWorkspace(layers, { extensions: { steps: workflowSteps } })
})

afterAll(() => w.close())

describe('the shipped packages', () => {
  it('are installed by the first start, with a table for every object', async () => {
    const { objects, revision } = w.registry.catalog()
    expect(revision).toBe(1)
    expect([...objects.keys()]).toEqual(expect.arrayContaining(['user', 'customer', 'opportunity']))
    for (const { table } of objects.values()) expect(await w.rows(`select from main."${table}"`)).toEqual([])
  })

  it('leave nothing to plan afterwards, also for the next start', async () => {
    expect(steps(await w.registry.plan({}))).toEqual([])
    const { registry } = await w.join()
    expect(registry.catalog().revision).toBe(1)
  })

  it('give every stored field a column of its type', async () => {
    for (const { table, fields } of w.registry.catalog().objects.values()) {
      const stored = [...fields.values()].flatMap(({ column }) => (column === null ? [] : [`"${column}"`]))
      expect(await w.rows(`select ${stored.join(', ')} from main."${table}" where false`)).toEqual([])
    }
  })
})
