import type { Cell } from '../../csv/cell.ts'
import { readCell } from '../../csv/cell.ts'
import type { LocalizedText } from '../../field-type.ts'

const TIME = /^(上午|下午|晚上)?\s*(\d{1,2})(?::|点|时)(?:(\d{1,2})分?(?::?(\d{1,2})秒?)?)?\s*(am|pm)?$/i

const notATime: LocalizedText = {
  en: 'This is not a time of day. Write it like 09:30.',
  'zh-CN': '这不是时间，请写成 09:30 的形式。',
}

/** Reads 9:30, 09:30:15, 2:30 pm, 下午2:30, 9点30分. */
export function parseTime(cell: string, hasSeconds: boolean): Cell {
  return readCell(cell, (text) => {
    const [, before = '', hours = '', minutes = '0', seconds = '0', after = ''] = TIME.exec(text) ?? []
    const hour = onClock(
      Number(hours),
      /^(下午|晚上)$/.test(before) || /pm/i.test(after),
      /上午/.test(before) || /am/i.test(after),
    )
    const isTime = hours !== '' && hour <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59
    if (!isTime || (Number(seconds) > 0 && !hasSeconds)) return { problem: notATime }
    const parts = [hour, Number(minutes), ...(hasSeconds ? [Number(seconds)] : [])]
    return { value: parts.map((part) => String(part).padStart(2, '0')).join(':') }
  })
}

function onClock(hour: number, isAfternoon: boolean, isMorning: boolean): number {
  if (isAfternoon && hour < 12) return hour + 12
  return isMorning && hour === 12 ? 0 : hour
}
