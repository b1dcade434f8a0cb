/** One level of a hierarchy: the records right below `parent`, or (null) the topmost ones. */
export interface TreeInput {
  parent: string | null
}
