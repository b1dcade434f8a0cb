import './access.css'

import { recordPath, useTexts } from '@fieldwork/ui'
import { Drawer, Segmented } from 'antd'
import { useState } from 'react'

import { AccountSelect, useAccounts } from './account-select.tsx'
import { Explanation } from './explanation.tsx'
import { ASKED_OPERATIONS } from './types.ts'
import type { AskedOperation } from './types.ts'
import { useAccessTexts } from './use-access-texts.ts'
import { ViewAsButton } from '../view-as/view-as-button.tsx'
import { WhoList } from './who-list.tsx'

/** Who may do something with a record and why, and why somebody else may not. */
export function AccessDrawer(props: { object: string; id: string; name: string; onClose: () => void }) {
  useAccessTexts()
  const { t } = useTexts('access')
  const [operation, setOperation] = useState<AskedOperation>('read')
  const [user, setUser] = useState<string | null>(null)
  const question = { object: props.object, id: props.id, operation }
  return (
    <Drawer open size={560} title={t('title', { name: props.name })} onClose={props.onClose}>
      <Segmented
        className="ac-operations"
        aria-label={t('operation')}
        value={operation}
        options={ASKED_OPERATIONS.map((value) => ({ value, label: t(`operations.${value}`) }))}
        onChange={setOperation}
      />
      <section className="ac-part" aria-label={t('why')}>
        <h3>{t('why')}</h3>
        <AccountSelect label={t('person')} placeholder={t('choosePerson')} value={user} onChange={setUser} />
        {user === null ? null : (
          <>
            <Explanation question={question} user={user} />
            <SeenByPerson user={user} to={recordPath(props.object, props.id)} />
          </>
        )}
      </section>
      <section className="ac-part" aria-label={t('who')}>
        <h3>{t('who')}</h3>
        <WhoList question={question} onChoose={setUser} />
      </section>
    </Drawer>
  )
}

function SeenByPerson({ user, to }: { user: string; to: string }) {
  const { t } = useTexts('app')
  const account = useAccounts().data?.find(({ id }) => id === user)
  return account ? <ViewAsButton user={account} mayLogIn label={t('viewAs.beginHere')} to={to} /> : null
}
