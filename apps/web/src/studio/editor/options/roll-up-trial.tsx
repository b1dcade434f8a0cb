import { useApi, useTexts } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'

import type { StudioObject } from '../../catalog/studio-objects.ts'

interface Counted {
  data: { [measure: string]: unknown }[]
}

/** How many of the records there are would count, asked while the condition is written. */
export function RollUpTrial({ object, via, where }: { object: StudioObject; via: string; where: string }) {
  const { t } = useTexts('studio')
  const api = useApi()
  const filter = [`${via} != null`, ...(where.trim() === '' ? [] : [`(${where})`])].join(' && ')
  const answer = useQuery({
    queryKey: ['records', object.name, 'roll-up-trial', filter],
    enabled: !object.isNew,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<Counted>(
        `/api/records/${object.name}/aggregate?measures=${encodeURIComponent('count()')}&filter=${encodeURIComponent(filter)}`,
        signal,
      ),
  })
  const count = Object.values(answer.data?.data[0] ?? {})[0]
  if (object.isNew || answer.isError || count === undefined) return null
  return (
    <p className="st-help" role="status" aria-live="polite">
      {t('rollUp.counted', { count: Number(count) })}
    </p>
  )
}
