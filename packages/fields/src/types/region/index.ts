import type { FieldType, Json, Property, Refusal } from '../../field-type.ts'
import { formatRegion, parseRegion } from './csv.ts'
import { levelOf, regionPath, regionsBelow } from './regions.ts'

/** An administrative division of China by its six-digit code (GB/T 2260): `330106` is Xihu in Hangzhou in Zhejiang. */
export const region: FieldType = {
  name: 'region',
  label: { en: 'Region', 'zh-CN': '地区' },
  icon: 'environment',
  options: {
    properties: {
      level: { description: 'How deep a choice goes', type: 'string', enum: ['province', 'city', 'district'] },
      anyLevel: { description: 'A province or city alone can be chosen too', type: 'boolean' },
    },
  },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({
    ...property,
    type: 'string',
    'x-field': { ...property['x-field'], level: property['x-field'].level ?? 'district' },
  }),
  valueSchema: () => ({ type: 'string', maxLength: 6, pattern: '^[1-8][0-9]{5}$' }),
  refuse: refuseRegion,
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: { format: formatRegion, parse: parseRegion },
  widget: 'region',
  presentation: { filter: 'prefix', width: 200, speaksForItself: true },
  shownBy: ['level', 'anyLevel'],
  conformance: [
    {
      property: { 'x-field': { type: 'region' } },
      valid: [{ value: '330106' }, { value: '110105' }, { value: '441901' }, { value: '710101' }],
      invalid: ['330000', '330100', '339999', '33010', '浙江', '', 330_106],
      ascending: ['110105', '330106', '441901'],
      expressions: ["value == '330106'", "startsWith(value, '33')", "value in ['330106', '330108']", 'value != null'],
    },
    {
      property: { 'x-field': { type: 'region', level: 'city', anyLevel: true } },
      valid: [{ value: '330100' }, { value: '330000' }],
      invalid: ['330106'],
    },
  ],
}

const LEVELS: Record<string, number> = { province: 1, city: 2, district: 3 }

function refuseRegion(value: Json, property: Property): Refusal | null {
  const code = String(value)
  const path = regionPath(code)
  if (!path) return { code: 'not_an_option', message: unknown(code), params: { value: code } }
  const { level = 'district', anyLevel = false } = property['x-field'] as { level?: string; anyLevel?: boolean }
  const [found, deepest] = [levelOf(code), LEVELS[level] ?? 3]
  if (found > deepest) return { code: 'not_an_option', message: tooDeep }
  const isEnd = found === deepest || regionsBelow(code).length === 0
  return anyLevel || isEnd ? null : { code: 'not_an_option', message: goOn(path.at(-1)?.name ?? code) }
}

const unknown = (code: string) => ({
  en: `“${code}” is not the code of a region`,
  'zh-CN': `“${code}”不是有效的行政区划代码`,
})

const tooDeep = {
  en: 'The region is more detailed than this field keeps',
  'zh-CN': '所选地区的层级超出了此字段的范围',
}

const goOn = (name: string) => ({
  en: `Choose a region below “${name}”`,
  'zh-CN': `请继续选择“${name}”的下级地区`,
})
