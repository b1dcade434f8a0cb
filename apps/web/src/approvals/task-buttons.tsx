import { useTexts, useWriteLock } from '@fieldwork/ui'
import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'

import { DecideDialog } from './decide-dialog.tsx'
import type { AskedTask, Deed } from './deed.ts'
import type { Opinion } from './types.ts'

/** What the caller may do with a task: the opinions as buttons, the rest in a menu. */
export function TaskButtons(props: { task: AskedTask; actions: string[]; opinions: Opinion[] }) {
  const { task, actions, opinions } = props
  const { t } = useTexts('app')
  const lock = useWriteLock()
  const [deed, setDeed] = useState<Deed | null>(null)
  const isFor = (...names: string[]): boolean => names.some((name) => actions.includes(name))
  const others: Deed[] = [
    ...(isFor('return') ? (['return'] as const) : []),
    ...(isFor('transfer') ? (['transfer'] as const) : []),
    ...(isFor('delegate') ? (['delegate'] as const) : []),
    ...(isFor('add-before', 'add-after') ? (['add'] as const) : []),
  ]
  return (
    <>
      <Button type="primary" {...lock} onClick={() => setDeed('approve')}>
        {t('approvals.deeds.approve')}
      </Button>
      <Button danger {...lock} onClick={() => setDeed('reject')}>
        {t('approvals.deeds.reject')}
      </Button>
      {opinions.includes('advise') ? (
        <Button {...lock} onClick={() => setDeed('advise')}>
          {t('approvals.deeds.advise')}
        </Button>
      ) : null}
      {others.length > 0 ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((key) => ({
              key,
              label: t(`approvals.deeds.${key}`),
              ...lock,
              onClick: () => setDeed(key),
            })),
          }}
        >
          <Button icon={<DownOutlined />}>{t('approvals.more')}</Button>
        </Dropdown>
      ) : null}
      {deed ? <DecideDialog deed={deed} tasks={[task]} onClose={() => setDeed(null)} /> : null}
    </>
  )
}
