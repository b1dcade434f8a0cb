import { describe, expect, it } from 'vitest'
import { storageOrder } from './column-order.ts'
import type { DesiredColumn } from './desired-schema.ts'

const column = (name: string, type: string, notNull = false): DesiredColumn => ({
  field: null,
  name,
  type,
  reference: null,
  default: null,
  notNull,
  unique: false,
  indexed: false,
})

describe('storageOrder', () => {
  it('puts the id first, then values of fixed length by alignment, then numbers, texts and what is long', () => {
    const columns = [
      column('note', 'text'),
      column('settings', 'jsonb'),
      column('tags', 'text[]'),
      column('amount', 'numeric(20,2)'),
      column('is_open', 'boolean'),
      column('day', 'date'),
      column('deleted_at', 'timestamp with time zone'),
      column('version', 'integer', true),
      column('created_at', 'timestamp with time zone', true),
      column('count', 'bigint'),
      column('id', 'uuid', true),
      column('owner', 'uuid'),
      column('name', 'character varying(80)'),
    ]
    expect(storageOrder(columns).map(({ name }) => name)).toEqual([
      'id',
      'created_at',
      'deleted_at',
      'count',
      'version',
      'day',
      'is_open',
      'owner',
      'amount',
      'note',
      'name',
      'settings',
      'tags',
    ])
  })
})
