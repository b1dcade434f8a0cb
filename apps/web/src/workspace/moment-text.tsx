import { formatMoment, formatRelative, useMe, useTexts } from '@fieldwork/ui'

/** A moment as people say it; the exact one on hover. */
export function MomentText({ at }: { at: string }) {
  const { locale } = useTexts()
  const timeZone = useMe().data?.timeZone ?? 'Asia/Shanghai'
  return (
    <time dateTime={at} title={formatMoment(at, timeZone, true)}>
      {formatRelative(at, locale)}
    </time>
  )
}
