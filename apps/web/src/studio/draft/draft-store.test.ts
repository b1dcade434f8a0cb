import { describe, expect, it } from 'vitest'

import { changeSetOf, countChanges } from '../model/change-set.ts'
import type { DraftDocument } from '../model/change-set.ts'
import { createDraftStore } from './draft-store.ts'
import type { StoredDraft } from './draft-store.ts'

function memory(kept: StoredDraft | null = null) {
  const box = { kept }
  return {
    box,
    storage: {
      load: () => box.kept,
      save: (draft: StoredDraft | null) => {
        box.kept = draft
      },
    },
  }
}

const base = { name: 'customer', title: 'Customer', properties: { name: { a: 1 } } }
const edited = { ...base, properties: { name: { a: 1 }, x_more: { b: 2 } } }
const overlay: DraftDocument = { kind: 'object', name: 'customer', origin: 'shipped', base, definition: edited }
const loan: DraftDocument = { kind: 'object', name: 'loan', origin: 'new', base: null, definition: { name: 'loan' } }

describe('draft store', () => {
  it('sends shipped documents as patches and own ones whole', () => {
    const store = createDraftStore(memory().storage, 3)
    store.put(overlay)
    store.put(loan)
    expect(countChanges(store.state().documents)).toBe(2)
    expect(changeSetOf(store.state().documents)).toEqual({
      put: [{ kind: 'object', definition: { name: 'loan' } }],
      patch: [{ kind: 'object', name: 'customer', patch: { properties: { x_more: { b: 2 } } } }],
    })
  })

  it('forgets a document that is again as published', () => {
    const store = createDraftStore(memory().storage, 3)
    store.put(overlay)
    store.put({ ...overlay, definition: { ...base } })
    expect(store.state().documents).toEqual({})
  })

  it('undoes and redoes every step', () => {
    const store = createDraftStore(memory().storage, 3)
    store.put(overlay)
    store.put(loan)
    store.undo()
    expect(Object.keys(store.state().documents)).toEqual(['object/customer'])
    store.undo()
    expect(store.state()).toMatchObject({ documents: {}, canUndo: false, canRedo: true })
    store.redo()
    store.redo()
    expect(Object.keys(store.state().documents)).toEqual(['object/customer', 'object/loan'])
  })

  it('undoes a text that was typed as one step', () => {
    const store = createDraftStore(memory().storage, 3)
    store.put(loan)
    for (const title of ['C', 'Cl', 'Client']) {
      store.put({ ...overlay, definition: { ...base, title } }, { isTyping: true })
    }
    expect(store.state().documents['object/customer']?.definition).toMatchObject({ title: 'Client' })
    store.undo()
    expect(Object.keys(store.state().documents)).toEqual(['object/loan'])
    store.put({ ...overlay, definition: { ...base, title: 'X' } }, { isTyping: true })
    store.undo()
    expect(Object.keys(store.state().documents)).toEqual(['object/loan'])
  })

  it('is found again at the next visit, and gone once it is empty', () => {
    const { box, storage } = memory()
    createDraftStore(storage, 3).put(overlay)
    expect(box.kept).toMatchObject({ revision: 3 })
    const again = createDraftStore(storage, 4)
    expect(again.state().revision).toBe(3)
    again.clear()
    expect(box.kept).toBeNull()
  })

  it('repeats its edits on what others published meanwhile', () => {
    const store = createDraftStore(memory().storage, 3)
    store.put(overlay)
    store.put(loan)
    store.rebase(4, { 'object/customer': { ...base, title: 'Client' }, 'object/loan': null })
    expect(store.state().revision).toBe(4)
    expect(store.state().documents['object/customer']?.definition).toEqual({ ...edited, title: 'Client' })
    store.rebase(5, { 'object/customer': edited, 'object/loan': { name: 'loan' } })
    expect(store.state().documents).toEqual({})
  })
})
