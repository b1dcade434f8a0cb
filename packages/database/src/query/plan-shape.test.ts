import { expect, test } from 'vitest'
import { shapeOfPlan } from './plan-shape.ts'

const scan = (more: object) => ({ 'Node Type': 'Index Scan', 'Index Name': 'ticket_kind', 'Plan Rows': 7, ...more })

test('plans that differ in figures and values only find their rows in the same way', () => {
  const one = scan({ 'Index Cond': "(kind = 'odd'::text)", Filter: "(rank > '5'::bigint)" })
  const forAll = scan({ 'Index Cond': '(kind = $1)', Filter: '(rank > $2)', 'Plan Rows': 5_000 })
  expect(shapeOfPlan(one)).toBe(shapeOfPlan(forAll))
})

test.each([
  ['another index', scan({ 'Index Name': 'ticket_rank' })],
  ['the other direction', scan({ 'Scan Direction': 'Backward' })],
  ['more of the index', scan({ 'Index Cond': '((kind = $1) AND (rank > $2))' })],
  ['something above it', { 'Node Type': 'Sort', 'Sort Key': ['rank'], Plans: [scan({ 'Index Cond': '(kind = $1)' })] }],
])('%s is another way', (_, plan) => {
  expect(shapeOfPlan(plan)).not.toBe(shapeOfPlan(scan({ 'Index Cond': '(kind = $1)' })))
})
