import { ProblemNote } from '@fieldwork/ui/plugin'
import type { RecordPartProps } from '@fieldwork/ui/plugin'
import { Descriptions, Skeleton, Tag } from 'antd'

import { useStanding } from './queries.ts'
import type { Standing } from './queries.ts'
import { said, useWords } from './words.ts'

/** How a customer stands to the pool: warnings, protection, when it goes back; or since when it is there. */
export function PoolPanel({ record }: RecordPartProps) {
  const standing = useStanding(record.id)
  if (standing.error) return <ProblemNote error={standing.error} onRetry={() => void standing.refetch()} />
  if (!standing.data) return <Skeleton active title={false} />
  return standing.data.state === 'pooled' ? <InPool {...standing.data} /> : <Owned {...standing.data} />
}

function InPool({ pooled_on: since, wait_days: wait }: Standing) {
  const words = useWords()
  return (
    <>
      <p>
        <Tag color="green">{words(said('In the public pool', '公海'))}</Tag>
        {since ? words(said(`since ${since}`, `${since} 转入`)) : null}
      </p>
      {wait > 0 ? (
        <p>
          {words(
            said(`It was yours: you may claim it again in ${wait} days`, `您是原负责人，${wait} 天后才能再次领取`),
          )}
        </p>
      ) : null}
    </>
  )
}

const flags = {
  d30: { colour: 'gold', label: said('First warning', '一级报警') },
  d60: { colour: 'red', label: said('About to go back', '即将退回公海') },
}

function Owned({ flag, rule, cared_on: cared, protected_until: shielded, returns_on: returns }: Standing) {
  const words = useWords()
  if (rule === null)
    return <p>{words(said('No rule of the pool is about this customer', '没有适用于该客户的公海规则'))}</p>
  const facts = [
    { key: 'rule', label: words(said('Rule', '规则')), children: rule },
    { key: 'cared', label: words(said('Last cared for', '最近跟进')), children: cared ?? '—' },
    { key: 'shielded', label: words(said('Protected until', '保护期至')), children: shielded ?? '—' },
    { key: 'returns', label: words(said('Back to the pool on', '退回公海日期')), children: returns ?? '—' },
  ]
  return (
    <>
      {flag ? <Tag color={flags[flag].colour}>{words(flags[flag].label)}</Tag> : null}
      <Descriptions column={1} size="small" items={facts} />
    </>
  )
}
