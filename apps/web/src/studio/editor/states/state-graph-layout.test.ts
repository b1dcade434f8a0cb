import { expect, it } from 'vitest'

import { layoutStates } from './state-graph-layout.ts'

it('states stand in the order in which records reach them, unreachable ones last', () => {
  const picture = layoutStates(
    {
      field: 'status',
      initial: 'draft',
      transitions: {
        lend: { from: ['draft'], to: 'lent' },
        give_back: { from: ['lent'], to: 'returned' },
        lose: { from: ['lent', 'nowhere'], to: 'lost' },
        reopen: { from: ['returned'], to: 'draft' },
      },
    },
    ['draft', 'lent', 'returned', 'lost', 'archived'],
  )
  expect(picture.nodes).toEqual([
    { state: 'draft', column: 0, row: 0 },
    { state: 'lent', column: 1, row: 0 },
    { state: 'returned', column: 2, row: 0 },
    { state: 'lost', column: 2, row: 1 },
    { state: 'archived', column: 3, row: 0 },
  ])
  expect(picture.edges).toHaveLength(4)
  expect(picture).toMatchObject({ columns: 4, rows: 2 })
})
