import type { FieldType, Json, JsonSchema, ScalarKind } from '../../field-type.ts'
import { formatAddress, parseAddress } from './csv.ts'
import { ADDRESS_PARTS, addressLabels, asAddress } from './parts.ts'
import type { AddressPart } from './parts.ts'

/** One line: not only spaces, no tab, no line break. */
const LINE = '^(?!\\s+$)[^\\t\\n\\r]+$'
const PATTERNS: Partial<Record<AddressPart, string>> = { country: '^[A-Z]{2}$', region: '^[1-8][0-9]{5}$' }
const PARTS = Object.keys(ADDRESS_PARTS) as AddressPart[]
const SEARCHED: AddressPart[] = ['province', 'city', 'district', 'street', 'postal_code']
const TEXT: ScalarKind = { kind: 'text' }

/** A postal address in parts, each a text of its own; written the way of the reader's language. */
export const address: FieldType = {
  name: 'address',
  label: { en: 'Address', 'zh-CN': '地址' },
  icon: 'home',
  options: {
    properties: {
      country: { description: 'The country of a new address, ISO 3166', type: 'string', pattern: '^[A-Z]{2}$' },
    },
  },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'object' }),
  valueSchema: addressSchema,
  column: () => ({ type: 'jsonb' }),
  expression: () => ({ kind: 'struct', fields: Object.fromEntries(PARTS.map((part) => [part, TEXT])) }),
  normalise: tidy,
  sortable: false,
  groupable: false,
  searchable: true,
  searchText: (column) => `concat_ws(' ', ${SEARCHED.map((part) => `${column}->>'${part}'`).join(', ')})`,
  measures: ['count'],
  csv: { format: formatAddress, parse: parseAddress },
  widget: 'address',
  presentation: { filter: 'presence', width: 260, speaksForItself: true, parts: addressLabels },
  shownBy: ['country'],
  without: ['unique', 'indexed'],
  conformance: [
    {
      property: { 'x-field': { type: 'address' } },
      valid: [
        {
          value: {
            country: 'CN',
            region: '330106',
            province: '浙江省',
            city: '杭州市',
            district: '西湖区',
            street: '文三路 1 号 | 2 楼',
            postal_code: '310012',
          },
        },
        { value: { country: 'US', city: 'Springfield', street: '742 Evergreen Terrace' } },
        { value: { city: ' Berlin ' }, stored: { city: 'Berlin' } },
      ],
      invalid: [{}, { country: 'China' }, { town: 'X' }, { street: '' }, { street: 'a\nb' }, { city: 1 }, 'Berlin', []],
      expressions: [
        "value.city == '杭州市'",
        "value.country == 'CN' && startsWith(value.region, '33')",
        "contains(value.street, '文三路')",
        'value != null',
      ],
    },
  ],
}

function addressSchema(): JsonSchema {
  const parts = PARTS.map((part) => {
    const pattern = PATTERNS[part] ?? LINE
    return [part, { type: 'string', minLength: 1, maxLength: ADDRESS_PARTS[part], 'x-text': true, pattern }] as const
  })
  return { type: 'object', minProperties: 1, additionalProperties: false, properties: Object.fromEntries(parts) }
}

function tidy(value: Json): Json {
  return Object.fromEntries(Object.entries(asAddress(value)).map(([part, text]) => [part, text.trim()]))
}
