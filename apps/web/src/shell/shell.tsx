import { RecordDrawerHost, STUDIO_ACCENT, useMe } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'

import { addPluginWidgets } from '../plugins/plugin-widgets.tsx'
import { appOfPage } from '../plugins/pages-of-app.ts'
import { BottomTabs } from './bottom-tabs.tsx'
import { currentApp } from './current-app.ts'
import { useDisplay } from './display.tsx'
import { ViewBanner } from '../view-as/view-banner.tsx'
import { mayConfigure } from './may-configure.ts'
import { AppMenuList } from './app-menu.tsx'
import { NoRightsPage } from './problem-pages.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'
import { usePreload } from './use-preload.ts'
import { useShortcut } from './use-shortcut.ts'

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }))
const KeyboardHelp = lazy(async () => ({ default: (await import('./keyboard-help.tsx')).KeyboardHelp }))
const MenuDrawer = lazy(async () => ({ default: (await import('./menu-drawer.tsx')).MenuDrawer }))

type Overlay = 'none' | 'help' | 'palette' | 'menu'

/** The frame of every page: rail, menu, top bar; on a phone bottom tabs and a menu that slides in. */
export function Shell({ children }: { children: ReactNode }) {
  const me = useMe().data
  const path = useLocation({ select: (location) => location.pathname })
  const { setAccent, isMenuOpen } = useDisplay()
  const [overlay, setOverlay] = useState<Overlay>('none')
  const [opened, setOpened] = useState<ReadonlySet<Overlay>>(new Set())
  const close = (): void => setOverlay('none')
  const isStudio = path === '/studio' || path.startsWith('/studio/')
  const app = me ? (appOfPage(me, path) ?? currentApp(me.apps, path)) : undefined
  // forms and lists below ask for them while they are drawn
  useMemo(() => addPluginWidgets(me?.plugins ?? []), [me?.plugins])
  const accent = isStudio ? STUDIO_ACCENT : me?.workspace.accent

  useEffect(() => setAccent(accent), [accent, setAccent])
  useEffect(() => setOverlay('none'), [path])
  // what has been open stays, to slide out
  useEffect(() => setOpened((before) => new Set(before).add(overlay)), [overlay])
  usePreload()
  useShortcut('?', () => setOverlay('help'))
  useShortcut('ctrl+k', () => setOverlay('palette'))

  const hasMenu = !isStudio && app !== undefined
  return (
    <ViewBanner>
      <RecordDrawerHost>
        <div
          className={`fw-shell ${hasMenu && isMenuOpen ? 'fw-shell-menu' : ''} ${isStudio ? 'fw-shell-studio' : ''}`}
        >
          <TopBar
            onSearch={() => setOverlay('palette')}
            onHelp={() => setOverlay('help')}
            onMenu={() => setOverlay('menu')}
            hasMenu={hasMenu}
            isStudio={isStudio}
          />
          <Rail path={path} app={app} isStudio={isStudio} />
          {hasMenu && isMenuOpen ? (
            <nav className="fw-menu" aria-label={app.label}>
              <AppMenuList app={app} path={path} />
            </nav>
          ) : null}
          <main className="fw-main">{isStudio && !mayConfigure(me) ? <NoRightsPage /> : children}</main>
          <BottomTabs path={path} app={app} onMenu={() => setOverlay('menu')} />
        </div>
        <Suspense fallback={null}>
          {opened.has('menu') ? <MenuDrawer isOpen={overlay === 'menu'} path={path} onClose={close} /> : null}
          {opened.has('help') ? <KeyboardHelp isOpen={overlay === 'help'} onClose={close} /> : null}
          {overlay === 'palette' ? <CommandPalette onClose={close} /> : null}
        </Suspense>
      </RecordDrawerHost>
    </ViewBanner>
  )
}
