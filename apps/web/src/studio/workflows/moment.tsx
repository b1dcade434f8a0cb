import { formatMoment, formatRelative, useMe, useTexts } from '@fieldwork/ui'

/** How long ago, with the exact time on hover. */
export function Moment({ at }: { at: string }) {
  const { locale } = useTexts()
  const timeZone = useMe().data?.timeZone ?? 'UTC'
  return (
    <time dateTime={at} title={formatMoment(at, timeZone, true)}>
      {formatRelative(at, locale)}
    </time>
  )
}
