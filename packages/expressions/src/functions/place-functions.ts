import type { Value } from '../evaluate/value.ts'
import type { FunctionEntry } from './function-entry.ts'

/** Twice the mean radius of the earth, in metres. */
const DIAMETER_M = 12_742_017.6

/** Functions of places. */
export const placeFunctions: FunctionEntry[] = [
  {
    name: 'distance',
    parameters: [
      { name: 'from', type: 'position' },
      { name: 'to', type: 'position' },
    ],
    result: 'decimal',
    partial: true,
    js: ([from, to]) => distance(from, to),
    sql: ({ sql }) =>
      `(select round((${DIAMETER_M} * asin(least(1, sqrt(sin(radians((y2 - y1) / 2)) ^ 2` +
      ` + cos(radians(y1)) * cos(radians(y2)) * sin(radians((x2 - x1) / 2)) ^ 2))))::numeric)` +
      ` from (select (f->>'latitude')::float8 y1, (f->>'longitude')::float8 x1, (t->>'latitude')::float8 y2,` +
      ` (t->>'longitude')::float8 x2 from (select (${sql(0)})::jsonb f, (${sql(1)})::jsonb t) p) q where y1 + x1 + y2 + x2 is not null)`,
    doc: {
      en: 'The distance between two places as the crow flies, in whole metres.',
      'zh-CN': '两个位置之间的直线距离，单位为米（取整）。',
    },
  },
]

/** By the haversine formula, on a sphere: up to half a percent off. */
function distance(from: Value | undefined, to: Value | undefined): number | null {
  const [y1, x1] = degreesOf(from)
  const [y2, x2] = degreesOf(to)
  if (y1 === undefined || x1 === undefined || y2 === undefined || x2 === undefined) return null
  const height = Math.sin(radians((y2 - y1) / 2)) ** 2
  const width = Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(radians((x2 - x1) / 2)) ** 2
  return Math.round(DIAMETER_M * Math.asin(Math.min(1, Math.sqrt(height + width))))
}

function degreesOf(place: Value | undefined): [number | undefined, number | undefined] {
  const { latitude, longitude } = (place ?? {}) as { latitude?: unknown; longitude?: unknown }
  return [asNumber(latitude), asNumber(longitude)]
}

const asNumber = (part: unknown): number | undefined => (typeof part === 'number' ? part : undefined)
const radians = (degrees: number): number => (degrees * Math.PI) / 180
