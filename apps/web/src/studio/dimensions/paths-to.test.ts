import { expect, it } from 'vitest'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { pathsTo } from './paths-to.ts'

const field = (name: string, reference: string | null, targets: string[] | null = null) =>
  ({ name, label: { en: name, 'zh-CN': name }, reference, targets }) as StudioObject['fields'][number]
const objects = [
  { name: 'user', fields: [field('employee', 'employee'), field('created_by', 'user')] },
  { name: 'employee', fields: [field('lines', null, ['category']), field('superior', 'employee')] },
  { name: 'category', fields: [field('parent', 'category')] },
]

it('paths lead over lookups to one record or several', () => {
  expect(pathsTo(objects, { from: 'user', target: 'category' }).map(({ path }) => path)).toEqual([
    'employee.lines',
    'employee.superior.lines',
  ])
})
