import { AppLink, FieldIcon, useMe } from '@fieldwork/ui'
import type { AppMenu, MenuItem } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'

import { pagesOfApp } from '../plugins/pages-of-app.ts'
import { currentItem, pathOfItem } from './current-app.ts'

/** The menu of an app: groups as quiet headings, entries with icon and name. */
export function AppMenuList({ app, path }: { app: AppMenu; path: string }) {
  const view = useLocation({ select: ({ search }) => (search as { view?: string }).view })
  const me = useMe().data
  const pages = me ? pagesOfApp(me, app.name) : []
  const current = currentItem(app.items, path, view)?.key
  return (
    <ul className="fw-menu-list">
      {app.items.map((item) =>
        item.type === 'group' ? (
          <li key={item.key}>
            <h3 className="fw-menu-group">{item.label}</h3>
            <ul className="fw-menu-list">
              {item.children?.map((child) => (
                <MenuEntry key={child.key} item={child} isCurrent={child.key === current} />
              ))}
            </ul>
          </li>
        ) : (
          <MenuEntry key={item.key} item={item} isCurrent={item.key === current} />
        ),
      )}
      {pages.map((page) => (
        <MenuLink key={page.to} {...page} isCurrent={page.to === path} />
      ))}
    </ul>
  )
}

function MenuEntry({ item, isCurrent }: { item: MenuItem; isCurrent: boolean }) {
  return <MenuLink to={pathOfItem(item)} label={item.label} icon={item.icon} isCurrent={isCurrent} />
}

interface MenuLinkProps {
  to: string
  label: string
  icon: string | undefined
  isCurrent: boolean
}

function MenuLink({ to, label, icon, isCurrent }: MenuLinkProps) {
  return (
    <li>
      <AppLink
        to={to}
        className={isCurrent ? 'fw-menu-item fw-menu-item-current' : 'fw-menu-item'}
        aria-current={isCurrent ? 'page' : undefined}
      >
        <FieldIcon name={icon} />
        <span className="fw-ellipsis">{label}</span>
      </AppLink>
    </li>
  )
}
