import type { FieldType, Json, JsonSchema } from '../../field-type.ts'
import { formatPosition, parsePosition } from './csv.ts'

/** about a centimetre */
const DECIMALS = 7
const LINE = '^(?!\\s+$)[^\\t\\n\\r]+$'

/** A place on earth in degrees (WGS 84), perhaps with the accuracy in metres and the address found there. */
export const geolocation: FieldType = {
  name: 'geolocation',
  label: { en: 'Geolocation', 'zh-CN': '地理位置' },
  icon: 'aim',
  options: { properties: {} },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'object' }),
  valueSchema: positionSchema,
  column: () => ({ type: 'jsonb' }),
  expression: () => ({
    kind: 'struct',
    fields: {
      latitude: { kind: 'decimal' },
      longitude: { kind: 'decimal' },
      accuracy: { kind: 'decimal' },
      address: { kind: 'text' },
    },
  }),
  normalise: rounded,
  sortable: false,
  groupable: false,
  searchable: false,
  measures: ['count'],
  csv: { format: formatPosition, parse: parsePosition },
  widget: 'geolocation',
  presentation: {
    filter: 'presence',
    width: 200,
    parts: {
      latitude: { en: 'Latitude', 'zh-CN': '纬度' },
      longitude: { en: 'Longitude', 'zh-CN': '经度' },
      accuracy: { en: 'Accuracy', 'zh-CN': '精度' },
      address: { en: 'Place', 'zh-CN': '地点说明' },
    },
  },
  without: ['unique', 'indexed'],
  conformance: [
    {
      property: { 'x-field': { type: 'geolocation' } },
      valid: [
        { value: { latitude: 30.2741, longitude: 120.1551, accuracy: 12, address: '杭州市西湖区（北门）' } },
        { value: { latitude: -90, longitude: 180 } },
        {
          value: { latitude: 30.27412345678, longitude: 120.1551 },
          stored: { latitude: 30.2741235, longitude: 120.1551 },
        },
      ],
      invalid: [
        { latitude: 91, longitude: 0 },
        { latitude: 0, longitude: -180.5 },
        { latitude: 0 },
        { latitude: '30', longitude: 120 },
        { latitude: 0, longitude: 0, accuracy: -1 },
        { latitude: 0, longitude: 0, height: 5 },
        [30, 120],
        '30,120',
      ],
      expressions: [
        'value.latitude == 30.2741',
        'value.longitude > 120 && value.accuracy <= 12',
        "contains(value.address, '西湖区')",
        'distance(value, value) == 0',
        'value != null',
      ],
    },
  ],
}

function positionSchema(): JsonSchema {
  return {
    type: 'object',
    required: ['latitude', 'longitude'],
    additionalProperties: false,
    properties: {
      latitude: { type: 'number', minimum: -90, maximum: 90 },
      longitude: { type: 'number', minimum: -180, maximum: 180 },
      accuracy: { type: 'number', minimum: 0, maximum: 40_100_000 },
      address: { type: 'string', minLength: 1, maxLength: 300, 'x-text': true, pattern: LINE },
    },
  }
}

function rounded(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (typeof part === 'number') return [key, Number(part.toFixed(key === 'accuracy' ? 1 : DECIMALS)) + 0]
      return [key, typeof part === 'string' ? part.trim() : part]
    }),
  )
}
