import { AppLink, FieldIcon } from '@fieldwork/ui'
import type { AppMenu, MenuItem } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'

import { currentItem, pathOfItem } from './current-app.ts'

/** The menu of an app: groups as quiet headings, entries with icon and name. */
export function AppMenuList({ app, path }: { app: AppMenu; path: string }) {
  const view = useLocation({ select: ({ search }) => (search as { view?: string }).view })
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
    </ul>
  )
}

function MenuEntry({ item, isCurrent }: { item: MenuItem; isCurrent: boolean }) {
  return (
    <li>
      <AppLink
        to={pathOfItem(item)}
        className={isCurrent ? 'fw-menu-item fw-menu-item-current' : 'fw-menu-item'}
        aria-current={isCurrent ? 'page' : undefined}
      >
        <FieldIcon name={item.icon} />
        <span className="fw-ellipsis">{item.label}</span>
      </AppLink>
    </li>
  )
}
