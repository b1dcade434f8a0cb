/**
 * How what a condition looks up is read: for each row, or once for many rows. `whole`: for all rows of a table, so that
 * hashing long lists first is worth it. `index`: rows are found by it, so that every way can be an index scan. Probed: entries of members or shares are looked for row by row among many rows, where
 * an actor has so many that reading them once costs more.
 */
export type LookUp = 'each' | 'once' | 'whole' | 'index' | `probe ${string}`

/**
 * How a list finds the rows of an actor. `once`, `probe …`: rows are taken in the order of the list and each is tested,
 * good for who sees much; `whole` where there is no such order, or all rows are looked at. `index`: all his rows are found by indexes first, good for who sees little. `merge`: of each way
 * the first rows are taken in the order of the list, good for who sees rows of a few departments in a large table.
 */
export type ListShape = Exclude<LookUp, 'each'> | 'merge'
