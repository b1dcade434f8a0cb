import { Progress } from 'antd'

import type { Limit } from './queries.ts'
import { said, useWords } from './words.ts'

const windows = { total: said('in all', '累计'), day: said('today', '今日'), month: said('this month', '本月') }

/** How far the caller has used up what each rule lets him claim, and how long claims are protected. */
export function LimitList({ rules }: { rules: readonly Limit[] }) {
  const words = useWords()
  return (
    <ul className="pool-limits">
      {rules.map(({ id, name, window, limit, claimed, protection_days: days, reclaim_wait_days: wait }) => (
        <li key={id}>
          <strong>{name}</strong>
          <Progress
            percent={limit === 0 ? 100 : Math.min(100, Math.round((claimed / limit) * 100))}
            format={() => `${claimed} / ${limit}`}
            status={claimed >= limit ? 'exception' : 'normal'}
            size="small"
            aria-label={name}
          />
          <small>
            {words(windows[window])} · {words(said(`protected for ${days} days`, `保护期 ${days} 天`))} ·{' '}
            {words(said(`${wait} days until one may claim again`, `再次领取间隔 ${wait} 天`))}
          </small>
        </li>
      ))}
    </ul>
  )
}
