import { useTexts } from '@fieldwork/ui'

import type { CountedChange, RecordCount } from './types.ts'

/** What is gained and lost, with signs. */
export function Change({ change: { gained, lost } }: { change: CountedChange }) {
  const { locale } = useTexts('studio')
  return (
    <>
      {isNone(gained) ? null : <span className="st-gained">+{countText(gained, locale)}</span>}
      {isNone(lost) ? null : <span className="st-lost">−{countText(lost, locale)}</span>}
    </>
  )
}

const isNone = ({ count, is_exact: isExact }: RecordCount): boolean => count === 0 && isExact

/** `12`, `≥1,000` where there may be more, `?` where there was no time. */
export function countText({ count, is_exact: isExact }: RecordCount, locale: string): string {
  if (!isExact && count === 0) return '?'
  return `${isExact ? '' : '≥'}${new Intl.NumberFormat(locale).format(count)}`
}

/** Something comes or goes, or it is not known that nothing does. */
export const isChange = ({ gained, lost }: CountedChange): boolean => !isNone(gained) || !isNone(lost)
