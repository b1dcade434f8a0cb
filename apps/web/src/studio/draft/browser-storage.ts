import { isObject } from '../model/json.ts'
import type { DraftStorage, StoredDraft } from './draft-store.ts'

/** Keeps a person's draft of a workspace in this browser. */
export function browserStorage(workspace: string, user: string): DraftStorage {
  const key = `fieldwork.studio.draft.${workspace}.${user}`
  return {
    load: () => readDraft(localStorage.getItem(key)),
    save: (draft) => {
      if (draft === null) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(draft))
    },
  }
}

/** What was kept by another version of the studio, or by hand, is left aside. */
function readDraft(text: string | null): StoredDraft | null {
  try {
    const draft: unknown = JSON.parse(text ?? 'null')
    const isDraft = isObject(draft) && typeof draft['revision'] === 'number' && isObject(draft['documents'])
    return isDraft ? (draft as unknown as StoredDraft) : null
  } catch {
    return null
  }
}
