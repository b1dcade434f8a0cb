import { formatMoment, useMe, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import type { TimeLeft } from './types.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How long there is until something is due, or since when it is late; by the clock where nobody has counted. */
export function DueChip({ due, left }: { due: string; left?: TimeLeft | null | undefined }) {
  const { t } = useTexts('app')
  const timeZone = useMe().data?.timeZone ?? 'Asia/Shanghai'
  const { isLate, unit, count } = left ?? byClock(due)
  const isNear = unit === 'hours' || unit === 'workhours'
  return (
    <Tag
      variant="filled"
      color={isLate ? 'error' : isNear ? 'warning' : 'default'}
      title={formatMoment(due, timeZone, true)}
    >
      {t(`due.${isLate ? 'late' : 'left'}_${unit}`, { n: count })}
    </Tag>
  )
}

function byClock(due: string): TimeLeft {
  const left = new Date(due).getTime() - Date.now()
  const [unit, size] = Math.abs(left) < DAY_MS ? (['hours', HOUR_MS] as const) : (['days', DAY_MS] as const)
  return { isLate: left < 0, unit, count: Math.max(1, Math.round(Math.abs(left) / size)) }
}
