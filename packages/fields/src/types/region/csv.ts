import type { Cell } from '../../csv/cell.ts'
import { readCell } from '../../csv/cell.ts'
import type { Json, LocalizedText } from '../../field-type.ts'
import type { Region } from './regions.ts'
import { regionPath, regionsBelow } from './regions.ts'

/** The names along the way, `浙江省/杭州市/西湖区`; the code where they would lead elsewhere. */
export function formatRegion(value: Json): string {
  if (typeof value !== 'string') return ''
  const names = regionPath(value)?.map(({ name }) => name)
  return names && codeOf(names.join('')) === value ? names.join('/') : value
}

/** Reads a code, or names from the province on, with or without 省, 市, 区 and separators. */
export function parseRegion(cell: string): Cell {
  return readCell(cell, (text) => {
    if (/^\d{6}$/.test(text)) return { value: text }
    const code = codeOf(text.replace(/[\s/,、>-]+/g, ''))
    return code === null ? { problem: unknownRegion(text) } : { value: code }
  })
}

/** The division whose names, from the province on, make up the whole text. */
function codeOf(text: string, above?: Region): string | null {
  const below = regionsBelow(above?.code)
  for (const region of below) {
    for (const name of namesOf(region.name)) {
      if (text === name) return region.code
      if (!text.startsWith(name)) continue
      const found = codeOf(text.slice(name.length), region)
      if (found !== null) return found
    }
  }
  // Beijing is province and city at once: its districts are often written right behind the name
  const [only, ...others] = below
  return only && above && others.length === 0 && only.name === above.name ? codeOf(text, only) : null
}

/** 浙江省 is called 浙江 too; a name of one character is not a name. */
function namesOf(name: string): string[] {
  const short = name.replace(/(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市|区|县)$/, '')
  return short.length > 1 && short !== name ? [name, short] : [name]
}

function unknownRegion(text: string): LocalizedText {
  return {
    en: `“${text}” is not a known region. Write its code, or province, city and district.`,
    'zh-CN': `找不到地区“${text}”，请填写行政区划代码或省、市、区名称。`,
  }
}
