import { useEffect, useRef, useState } from 'react'

import { Avatar } from './person.tsx'
import type { ReferenceOption } from './services.tsx'
import { useFieldServices } from './services.tsx'

const SEARCH_DELAY_MS = 200

export type SearchState = { kind: 'searching' } | { kind: 'failed' } | { kind: 'found'; options: ReferenceOption[] }

/** The text that stands where options would. */
export function emptyText(search: SearchState): 'searching' | 'searchFailed' | 'nothingFound' {
  if (search.kind === 'searching') return 'searching'
  return search.kind === 'failed' ? 'searchFailed' : 'nothingFound'
}

/** A record that can be chosen: its name and what tells it from others. */
export function ReferenceLine({ option, isPerson }: { option: ReferenceOption; isPerson: boolean }) {
  return (
    <span className="fw-reference">
      {isPerson ? <Avatar name={option.label} size={26} /> : null}
      <span className="fw-reference-lines">
        <span className="fw-ellipsis">{option.label}</span>
        {option.secondary ? <span className="fw-reference-second fw-ellipsis">{option.secondary}</span> : null}
      </span>
    </span>
  )
}

/** Records of an object that match the text, while the list is open. */
export function useReferenceSearch(object: string, text: string, isActive: boolean): SearchState {
  const { search } = useFieldServices()
  const [state, setState] = useState<SearchState>({ kind: 'searching' })
  const latest = useRef(search)
  latest.current = search

  useEffect(() => {
    if (!isActive || object === '') return
    const controller = new AbortController()
    const run = async (): Promise<void> => {
      try {
        setState({ kind: 'found', options: await latest.current(object, text.trim(), controller.signal) })
      } catch {
        if (!controller.signal.aborted) setState({ kind: 'failed' })
      }
    }
    const timer = setTimeout(() => void run(), text === '' ? 0 : SEARCH_DELAY_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [object, text, isActive])

  return state
}
