import {
  AppLink,
  EmptyState,
  ListSkeleton,
  Person,
  ProblemNote,
  recordPath,
  useDebounced,
  useMe,
} from '@fieldwork/ui/plugin'
import type { RecordData } from '@fieldwork/ui/plugin'
import { Input, Tabs, Tag } from 'antd'
import { useState } from 'react'

import { LimitList } from './limit-list.tsx'
import { CustomerActions } from './pool-buttons.tsx'
import { useCustomers, useLimits } from './queries.ts'
import { said, useWords } from './words.ts'

const SEARCH_DELAY_MS = 250

/** The public pool: what one may still claim, the customers in it, and one's own that nobody cares for. */
export function PoolPage() {
  const words = useWords()
  const limits = useLimits()
  if (limits.error) return <ProblemNote error={limits.error} onRetry={() => void limits.refetch()} />
  const { claim = false, assign = false, rules = [] } = limits.data ?? {}
  const items = [
    {
      key: 'pool',
      label: words(said('In the pool', '公海客户')),
      children: <InPool may={{ claim, assign, release: false }} />,
    },
    { key: 'mine', label: words(said('My warnings', '我的报警')), children: <Warned /> },
  ]
  return (
    <>
      <LimitList rules={rules} />
      <Tabs items={items} />
    </>
  )
}

function InPool({ may }: { may: { claim: boolean; assign: boolean; release: boolean } }) {
  const words = useWords()
  const [text, setText] = useState('')
  const customers = useCustomers({
    filter: "pool_state == 'pooled'",
    fields: ['name', 'pooled_on', 'region', 'former_owner'],
    sort: '-pooled_on,name',
    text: useDebounced(text.trim(), SEARCH_DELAY_MS),
  })
  const search = words(said('Search the pool', '搜索公海客户'))
  return (
    <>
      <Input.Search
        className="pool-search"
        aria-label={search}
        placeholder={search}
        allowClear
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Customers query={customers} none={words(said('The pool is empty', '公海中暂无客户'))}>
        {(customer) => (
          <>
            <Facts customer={customer} />
            <span className="pool-actions">
              <CustomerActions id={customer.id} may={may} small />
            </span>
          </>
        )}
      </Customers>
    </>
  )
}

function Facts({ customer }: { customer: RecordData }) {
  const words = useWords()
  const {
    pooled_on: since,
    region,
    former_owner: former,
  } = customer as RecordData & {
    pooled_on: string | null
    region: { label: string | null } | null
    former_owner: { label: string | null } | null
  }
  return (
    <span className="pool-facts">
      {region?.label ? <span>{region.label}</span> : null}
      {since ? <span>{words(said(`since ${since}`, `${since} 转入`))}</span> : null}
      {former?.label ? (
        <span>
          {words(said('before: ', '原负责人：'))}
          <Person name={former.label} />
        </span>
      ) : null}
    </span>
  )
}

function Warned() {
  const words = useWords()
  const me = useMe().data?.user.id ?? ''
  const customers = useCustomers({
    filter: `owner == '${me}' && pool_flag != null`,
    fields: ['name', 'pool_flag', 'last_contact_on'],
    sort: 'last_contact_on,name',
  })
  return (
    <Customers query={customers} none={words(said('Nobody waits for you', '没有需要跟进的客户'))}>
      {({ pool_flag: flag, last_contact_on: day, id }) => (
        <>
          <span className="pool-facts">
            <Tag color={flag === 'd60' ? 'red' : 'gold'}>
              {words(flag === 'd60' ? said('About to go back', '即将退回公海') : said('First warning', '一级报警'))}
            </Tag>
            {typeof day === 'string' ? <span>{words(said(`last contact ${day}`, `最近联系 ${day}`))}</span> : null}
          </span>
          <span className="pool-actions">
            <CustomerActions id={id} may={{ claim: false, assign: false, release: true }} small />
          </span>
        </>
      )}
    </Customers>
  )
}

interface CustomersProps {
  query: ReturnType<typeof useCustomers>
  none: string
  children(customer: RecordData): React.ReactNode
}

function Customers({ query, none, children }: CustomersProps) {
  const words = useWords()
  if (query.error) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <ListSkeleton />
  const { data, page } = query.data
  if (data.length === 0) return <EmptyState icon="inbox" title={none} />
  return (
    <>
      <ul className="pool-list">
        {data.map((customer) => (
          <li key={customer.id}>
            <AppLink to={recordPath('customer', customer.id)}>{String(customer['name'])}</AppLink>
            {children(customer)}
          </li>
        ))}
      </ul>
      {(page.count ?? 0) > data.length ? (
        <p>
          {words(
            said(
              `The first ${data.length} of ${page.count}; search for others`,
              `显示前 ${data.length} 个，共 ${page.count} 个，可搜索其他客户`,
            ),
          )}
        </p>
      ) : null}
    </>
  )
}
