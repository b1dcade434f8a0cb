import { createContext, useContext } from 'react'

/** Keeps a change; typing in one input is one step to undo. */
export type Change<T> = (next: T, options?: { isTyping?: boolean }) => void

/** What parts of an editor get: where in the document they are, what is there, and the way to change it. */
export interface Part<T> {
  pointer: string
  value: T
  onChange: Change<T>
}

/** The object whose records the chain is for. */
export const ChainObject = createContext('')

export const useChainObject = (): string => useContext(ChainObject)

/** Changes that come of typing. */
export const TYPED = { isTyping: true }

/** A list that is left out where it is empty. */
export const filled = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list)
