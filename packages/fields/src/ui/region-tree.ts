import { regionPath, regionsBelow } from '../types/region/regions.ts'

/** A region with those below it, as a cascader wants it. */
export interface RegionChoice {
  value: string
  label: string
  children?: RegionChoice[]
}

/** The regions down to a level (1 to 3), each by its code. */
export function regionTree(depth: number, above?: string): RegionChoice[] {
  return regionsBelow(above).map(({ code, name }) => {
    const children = depth > 1 ? regionTree(depth - 1, code) : []
    return { value: code, label: name, ...(children.length > 0 && { children }) }
  })
}

export { regionPath }
