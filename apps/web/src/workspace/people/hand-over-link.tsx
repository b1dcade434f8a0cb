import { AppLink, useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

const STATES: ReadonlySet<unknown> = new Set(['leaving', 'left'])

/** From an employee who leaves to what he has to hand over. */
export function HandOverLink({ id, state }: { id: string; state: unknown }) {
  const { t } = useTexts('app')
  const api = useApi()
  const filter = encodeURIComponent(`employee == '${id}'`)
  const { data } = useQuery({
    queryKey: ['records', 'user', 'of-employee', id],
    enabled: STATES.has(state),
    queryFn: ({ signal }) =>
      api.get<{ data: { id: string }[] }>(`/api/records/user?filter=${filter}&fields=id&limit=1`, signal),
  })
  const account = data?.data[0]
  if (!STATES.has(state) || !data) return null
  if (!account) return <p className="fw-muted">{t('handOver.noAccount')}</p>
  return (
    <p>
      <AppLink to={`/hand-over/${account.id}`} className="ant-btn ant-btn-primary">
        {t('handOver.open')}
      </AppLink>
    </p>
  )
}
