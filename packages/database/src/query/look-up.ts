/**
 * How what a condition looks up is read: for each row, or once for many rows. `index`: rows are found by it, so that
 * every way can be an index scan. Probed: entries of members or shares are looked for row by row among many rows, where
 * an actor has so many that reading them once costs more.
 */
export type LookUp = 'each' | 'once' | 'index' | `probe ${string}`

/**
 * How a list finds the rows of an actor. `once`, `probe …`: rows are taken in the order of the list and each is tested,
 * good for who sees much. `index`: all his rows are found by indexes first, good for who sees little.
 */
export type ListShape = Exclude<LookUp, 'each'>
