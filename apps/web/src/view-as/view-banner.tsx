import './view-as.css'

import { EyeOutlined } from '@ant-design/icons'
import { useMe, useTexts, WriteLockProvider } from '@fieldwork/ui'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

import { useViewBack } from './use-view-as.ts'
import { readViewing } from './viewing.ts'

/** While one looks with the eyes of another: says so above everything, leads back, and switches off what writes. */
export function ViewBanner({ children }: { children: ReactNode }) {
  const { t } = useTexts('app')
  const me = useMe().data
  const name = me?.viewed_by ? me.user.name : null
  return (
    <>
      {name === null ? null : <Banner name={name} username={me?.user.username ?? ''} by={me?.viewed_by?.name ?? ''} />}
      <WriteLockProvider reason={name === null ? null : t('viewAs.locked', { name })}>{children}</WriteLockProvider>
    </>
  )
}

function Banner({ name, username, by }: { name: string; username: string; by: string }) {
  const { t } = useTexts('app')
  const back = useViewBack()
  const [isBusy, setBusy] = useState(false)
  // drawers and dialogs stand below it
  useEffect(() => {
    document.documentElement.classList.add('fw-viewing')
    return () => document.documentElement.classList.remove('fw-viewing')
  }, [])
  return (
    <aside className="fw-view-as" aria-label={t('viewAs.label')}>
      <EyeOutlined />
      <p role="status" title={t('viewAs.text', { name, by })}>
        <b>{t('viewAs.title', { name })}</b>
        <span className="fw-desktop">
          {' '}
          ({username}) · {t('viewAs.line', { by })}
        </span>
      </p>
      <Button
        size="small"
        loading={isBusy}
        onClick={() => {
          setBusy(true)
          void back()
        }}
      >
        {t('viewAs.back')}
      </Button>
    </aside>
  )
}

/** The way out where the other cannot be seen any more, e.g. because he may not log in now. */
export function ViewEnded({ message }: { message: string }) {
  const { t } = useTexts('app')
  const back = useViewBack()
  return (
    <div className="fw-centred fw-view-ended" role="alert">
      <h1 className="fw-page-title">{t('viewAs.ended', { name: readViewing()?.name ?? '' })}</h1>
      <p className="fw-muted">{message}</p>
      <Button type="primary" onClick={() => void back()}>
        {t('viewAs.back')}
      </Button>
    </div>
  )
}
