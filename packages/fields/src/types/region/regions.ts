import { areaList } from '@vant/area-data'

/** A province, city or district. */
export interface Region {
  code: string
  name: string
}

const TOP = ''
let tree: { names: ReadonlyMap<string, string>; below: ReadonlyMap<string, Region[]> } | undefined

/** The divisions along the way to a code, province first: `330106` gives Zhejiang, Hangzhou, Xihu. Null for no code. */
export function regionPath(code: string): Region[] | null {
  const { names } = regions()
  const codes = [...new Set([`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code])]
  const path = codes.map((each) => ({ code: each, name: names.get(each) ?? '' }))
  return path.every(({ name }) => name !== '') ? path : null
}

/** The divisions right below one; without a code the provinces. */
export function regionsBelow(code?: string): readonly Region[] {
  return regions().below.get(code ?? TOP) ?? []
}

/** 1 for a province, 2 for a city, 3 for a district. */
export function levelOf(code: string): number {
  if (code.endsWith('0000')) return 1
  return code.endsWith('00') ? 2 : 3
}

/** Sorted out when first asked for: most workspaces that start have no region field. */
function regions() {
  return (tree ??= sortOut())
}

function sortOut() {
  const { province_list: provinces, city_list: cities, county_list: districts } = areaList
  const names = new Map(Object.entries({ ...provinces, ...cities, ...districts }))
  const below = new Map<string, Region[]>()
  for (const [code, name] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const above = aboveOf(code)
    const siblings = below.get(above)
    if (siblings) siblings.push({ code, name })
    else below.set(above, [{ code, name }])
  }
  return { names, below }
}

function aboveOf(code: string): string {
  const level = levelOf(code)
  if (level === 1) return TOP
  return level === 2 ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}
