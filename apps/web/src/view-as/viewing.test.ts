import { beforeEach, describe, expect, it } from 'vitest'

import { forgetViewing, keepViewing, readViewing } from './viewing.ts'

const viewing = { id: 'u1', name: '王芳', by: 'admin', back: '/studio/users' }
let kept: Map<string, string>
let store: Storage

beforeEach(() => {
  kept = new Map()
  store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
})

describe('with whose eyes a tab looks', () => {
  it('is found again until it is forgotten', () => {
    expect(readViewing(store)).toBeNull()
    keepViewing(viewing, store)
    expect(readViewing(store)).toEqual(viewing)
    forgetViewing(store)
    expect(readViewing(store)).toBeNull()
  })

  it.each(['', 'null', '{"id":"u1"}', '{"id":1,"name":"x","by":"a","back":"/"}'])('is nobody’s for %j', (text) => {
    kept.set('fieldwork.view-as', text)
    expect(readViewing(store)).toBeNull()
    expect(kept.size).toBe(0)
  })

  it.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)'])(
    'never leads back to %s',
    (back) => {
      keepViewing({ ...viewing, back }, store)
      expect(readViewing(store)?.back).toBe('/')
    },
  )
})
