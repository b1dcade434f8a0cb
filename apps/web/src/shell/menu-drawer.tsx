import { useMe } from '@fieldwork/ui'
import { Drawer } from 'antd'

import { AppMenuList } from './app-menu.tsx'

/** The menus of all apps, sliding in on a phone. */
export function MenuDrawer({ isOpen, path, onClose }: { isOpen: boolean; path: string; onClose: () => void }) {
  const me = useMe().data
  return (
    <Drawer
      open={isOpen}
      placement="left"
      size={280}
      title={me?.workspace.label ?? ''}
      onClose={onClose}
      className="fw-menu-drawer"
    >
      {me?.apps.map((each) => (
        <section key={each.name}>
          <h2 className="fw-menu-app">{each.label}</h2>
          <AppMenuList app={each} path={path} />
        </section>
      ))}
    </Drawer>
  )
}
