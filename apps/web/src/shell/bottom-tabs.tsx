import { AppstoreOutlined, HomeOutlined, PlusOutlined } from '@ant-design/icons'
import { AppLink, FieldIcon, useMe, useRecordDrawer, useTexts, useWriteLock } from '@fieldwork/ui'
import type { AppMenu, MenuItem } from '@fieldwork/ui'

import { objectOfPath, pathOfItem, phoneTabs } from './current-app.ts'
import { PendingBadge } from './pending-badge.tsx'

/** The phone's tabs: home, two objects of the app, new, everything. */
export function BottomTabs({ path, app, onMenu }: { path: string; app: AppMenu | undefined; onMenu: () => void }) {
  const { t } = useTexts('app')
  const rights = useMe().data?.rights ?? {}
  const openDrawer = useRecordDrawer()
  const lock = useWriteLock()
  const tabs = phoneTabs(app?.items ?? [])
  const target = objectOfPath(path) ?? tabs[0]?.object ?? ''
  const current = objectOfPath(path)
  return (
    <nav className="fw-tabs" aria-label={t('shell.tabs')}>
      <Tab
        to="/"
        label={t('shell.home')}
        icon={
          <PendingBadge>
            <HomeOutlined />
          </PendingBadge>
        }
        isCurrent={path === '/'}
      />
      {tabs[0] ? <ItemTab item={tabs[0]} current={current} /> : null}
      <button
        type="button"
        className="fw-tab fw-tab-new"
        {...lock}
        disabled={lock.disabled ?? !rights[target]?.includes('create')}
        aria-label={t('shell.new')}
        onClick={() => void openDrawer({ object: target })}
      >
        <PlusOutlined />
      </button>
      {tabs[1] ? <ItemTab item={tabs[1]} current={current} /> : null}
      <button type="button" className="fw-tab" onClick={onMenu}>
        <AppstoreOutlined />
        <span>{t('shell.all')}</span>
      </button>
    </nav>
  )
}

function ItemTab({ item, current }: { item: MenuItem; current: string | undefined }) {
  return (
    <Tab
      to={pathOfItem(item)}
      label={item.label}
      icon={<FieldIcon name={item.icon} />}
      isCurrent={current === item.object}
    />
  )
}

function Tab(props: { to: string; label: string; icon: React.ReactNode; isCurrent: boolean }) {
  return (
    <AppLink
      to={props.to}
      className={props.isCurrent ? 'fw-tab fw-tab-current' : 'fw-tab'}
      aria-current={props.isCurrent ? 'page' : undefined}
    >
      {props.icon}
      <span className="fw-ellipsis">{props.label}</span>
    </AppLink>
  )
}
