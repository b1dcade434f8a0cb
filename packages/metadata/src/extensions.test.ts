import { expect, it } from 'vitest'
import { createCatalog } from './create-catalog.ts'
import type { Extensions } from './extensions.ts'

const label = { en: 'Wait', 'zh-CN': '等待' }
const extensions: Extensions = {
  steps: new Map([
    [
      'wait',
      {
        name: 'wait',
        label,
        help: label,
        icon: 'clock',
        group: 'flow',
        order: 1,
        options: {},
        output: {},
        effect: 'control',
      },
    ],
  ]),
}

function compiled(options: Parameters<typeof createCatalog>[1]) {
  const result = createCatalog([{ name: 'workspace', documents: [] }], options)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.catalog
}

it('a catalog knows what it was compiled with, and so does the one made from it', () => {
  const first = compiled({ revision: 1, extensions })
  expect(first.extensions.steps.get('wait')?.label).toBe(label)
  expect(compiled({ revision: 2, previous: first }).extensions).toBe(extensions)
  expect(compiled({ revision: 1 }).extensions.steps.size).toBe(0)
})
