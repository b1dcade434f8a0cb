/** With whose eyes this tab looks, and the way back. */
export interface Viewing {
  /** of the user */
  id: string
  name: string
  /** id of the administrator who looks; anybody else who logs in meanwhile does not inherit the eyes */
  by: string
  /** the page from which it began */
  back: string
}

/** Where a tab keeps it: a reload finds it again, other tabs do not, and closing the tab forgets it. */
const KEY = 'fieldwork.view-as'

/** @returns null: one looks as oneself */
export function readViewing(store: Storage = sessionStorage): Viewing | null {
  const text = store.getItem(KEY)
  if (text === null) return null
  const viewing = parsed(text)
  if (!viewing) store.removeItem(KEY)
  return viewing
}

export function keepViewing(viewing: Viewing, store: Storage = sessionStorage): void {
  store.setItem(KEY, JSON.stringify(viewing))
}

export function forgetViewing(store: Storage = sessionStorage): void {
  store.removeItem(KEY)
}

function parsed(text: string): Viewing | null {
  try {
    const { id, name, by, back } = JSON.parse(text) as Partial<Record<keyof Viewing, unknown>>
    if (![id, name, by, back].every((part) => typeof part === 'string')) return null
    return { id, name, by, back: localPath(String(back)) } as Viewing
  } catch {
    return null
  }
}

/** Only a page of this app. */
const localPath = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : '/')
