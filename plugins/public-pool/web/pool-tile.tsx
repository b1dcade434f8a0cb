import { AppLink, useMe } from '@fieldwork/ui/plugin'
import { Skeleton, Statistic } from 'antd'

import { useCustomers, useLimits } from './queries.ts'
import { said, useWords } from './words.ts'

const PAGE = '/p/public-pool/pool'

/** Figures of the pool that concern the caller. */
export function PoolTile() {
  const words = useWords()
  const me = useMe().data?.user.id ?? ''
  const pooled = useCustomers({ filter: "pool_state == 'pooled'", fields: ['name'], sort: 'name' }).data
  const warned = useCustomers({ filter: `owner == '${me}' && pool_flag != null`, fields: ['name'], sort: 'name' }).data
  const limits = useLimits().data
  if (!pooled || !warned || !limits) return <Skeleton active title={false} />
  const left = limits.rules.map(({ limit, claimed }) => Math.max(0, limit - claimed))
  return (
    <AppLink to={PAGE} className="pool-figures">
      <Statistic title={words(said('In the pool', '公海客户'))} value={pooled.page.count ?? 0} />
      <Statistic title={words(said('My warnings', '我的报警'))} value={warned.page.count ?? 0} />
      {limits.claim && left.length > 0 ? (
        <Statistic title={words(said('I may still claim', '还可领取'))} value={Math.max(...left)} />
      ) : null}
    </AppLink>
  )
}
