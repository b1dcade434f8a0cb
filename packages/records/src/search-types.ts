/** What is looked for. */
export interface SearchInput {
  q: string
  /** names of objects; default: every object that the actor may read */
  objects?: readonly string[]
  /** records of each object at most, default 5 */
  limit?: number
}

/** Records of one object that were found, in the actor's language. */
export interface FoundRecords {
  object: string
  label: string
  icon: string
  records: { id: string; label: string | null }[]
  /** there are further ones */
  more: boolean
}
