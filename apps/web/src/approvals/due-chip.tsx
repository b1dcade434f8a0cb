import { formatMoment, useMe, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How long there is until something is due, or since when it is late. */
export function DueChip({ due }: { due: string }) {
  const { t } = useTexts('app')
  const timeZone = useMe().data?.timeZone ?? 'Asia/Shanghai'
  const left = new Date(due).getTime() - Date.now()
  const [unit, size] = Math.abs(left) < DAY_MS ? (['hours', HOUR_MS] as const) : (['days', DAY_MS] as const)
  const count = Math.max(1, Math.round(Math.abs(left) / size))
  return (
    <Tag
      variant="filled"
      color={left < 0 ? 'error' : left < DAY_MS ? 'warning' : 'default'}
      title={formatMoment(due, timeZone, true)}
    >
      {t(`due.${left < 0 ? 'late' : 'left'}_${unit}`, { n: count })}
    </Tag>
  )
}
