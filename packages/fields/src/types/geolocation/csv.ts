import type { Cell } from '../../csv/cell.ts'
import { readCell } from '../../csv/cell.ts'
import { formatDecimal } from '../../csv/number.ts'
import type { Json, LocalizedText } from '../../field-type.ts'

const POSITION =
  /^([-+]?\d{1,3}(?:\.\d+)?)\s*[,;，；\s]\s*([-+]?\d{1,3}(?:\.\d+)?)(?:\s*\(±(\d+(?:\.\d+)?) m\))?(?:\s+(.+))?$/u

const notAPosition: LocalizedText = {
  en: 'This is not a position. Write latitude and longitude like 30.2741, 120.1551.',
  'zh-CN': '这不是有效的位置，请填写纬度和经度，如 30.2741, 120.1551。',
}

/** `30.2741, 120.1551 (±12 m) West Lake` */
export function formatPosition(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const { latitude = null, longitude = null, accuracy, address } = value
  const place = `${formatDecimal(latitude)}, ${formatDecimal(longitude)}`
  const around = typeof accuracy === 'number' ? ` (±${formatDecimal(accuracy)} m)` : ''
  return place + around + (typeof address === 'string' ? ` ${address}` : '')
}

/** Reads what `formatPosition` writes. */
export function parsePosition(cell: string): Cell {
  return readCell(cell, () => {
    const match = POSITION.exec(cell.trim())
    if (!match) return { problem: notAPosition }
    const [, latitude, longitude, accuracy, address] = match
    return {
      value: {
        latitude: Number(latitude),
        longitude: Number(longitude),
        ...(accuracy !== undefined && { accuracy: Number(accuracy) }),
        ...(address !== undefined && { address }),
      },
    }
  })
}
