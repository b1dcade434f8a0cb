import { expect, test } from 'vitest'
import { lookedUpOnce } from './looked-up-once.ts'

const level = '(select level from customer)'
const price = `(select price from list where level = ${level})`

test('what several parts look up is looked up in front of them', () => {
  expect(lookedUpOnce(`with verdict as (${level}), ins as (${level}) select 1`, [level])).toBe(
    `with fw_found0 as materialized (select ${level} as v), verdict as ((select v from fw_found0)),` +
      ' ins as ((select v from fw_found0)) select 1',
  )
})

test('what depends on it uses it', () => {
  const found = lookedUpOnce(`with a as (${level}, ${price}), b as (${price}) select 1`, [level, price])
  expect(found).toBe(
    `with fw_found0 as materialized (select ${level} as v),` +
      ' fw_found1 as materialized (select (select price from list where level = (select v from fw_found0)) as v),' +
      ' a as ((select v from fw_found0), (select v from fw_found1)), b as ((select v from fw_found1)) select 1',
  )
})

test('what one part looks up, or no part, stays where it is', () => {
  const statement = `with ins as (${level}, coalesce($1, $2), coalesce($1, $2)) select 1`
  expect(lookedUpOnce(statement, [level, 'coalesce($1, $2)', price])).toBe(statement)
})
