import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined, SearchOutlined, SettingOutlined } from '@ant-design/icons'
import { AppLink, useMe, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { LanguageSwitch } from '../account/language-switch.tsx'
import { MeMenu } from '../account/me-menu.tsx'
import { Bell } from '../inbox/bell.tsx'
import { Brand } from './brand.tsx'
import { useDisplay } from './display.tsx'
import { mayConfigure } from './may-configure.ts'

/** The bar at the top: workspace, search, language, the person's menu. */
export function TopBar(props: {
  onSearch: () => void
  onHelp: () => void
  onMenu: () => void
  hasMenu: boolean
  isStudio: boolean
}) {
  const { t } = useTexts('app')
  const me = useMe().data
  const { isMenuOpen, toggleMenu } = useDisplay()
  return (
    <header className="fw-top">
      <Button
        className="fw-phone"
        type="text"
        icon={<MenuOutlined />}
        aria-label={t('shell.menu')}
        onClick={props.onMenu}
      />
      <AppLink to="/" className="fw-top-brand" aria-label={t('shell.home')}>
        <Brand />
        <span className="fw-top-name fw-ellipsis">{props.isStudio ? t('shell.studio') : me?.workspace.label}</span>
      </AppLink>
      {props.hasMenu ? (
        <Button
          className="fw-desktop"
          type="text"
          icon={isMenuOpen ? <MenuFoldOutlined /> : <MenuUnfoldOutlined />}
          aria-label={t(isMenuOpen ? 'shell.closeMenu' : 'shell.openMenu')}
          onClick={toggleMenu}
        />
      ) : null}
      <button type="button" className="fw-search-button" onClick={props.onSearch} aria-label={t('shell.search')}>
        <SearchOutlined />
        <span className="fw-desktop">{t('shell.search')}</span>
        <kbd className="fw-desktop">Ctrl K</kbd>
      </button>
      <span className="fw-top-space" />
      {mayConfigure(me) && !props.isStudio ? (
        <AppLink to="/studio" className="fw-top-link fw-desktop">
          <SettingOutlined /> {t('shell.studio')}
        </AppLink>
      ) : null}
      {props.isStudio ? (
        <AppLink to="/" className="fw-top-link fw-desktop">
          {t('shell.backToWork')}
        </AppLink>
      ) : null}
      <span className="fw-desktop">
        <LanguageSwitch />
      </span>
      <Bell />
      <MeMenu onHelp={props.onHelp} />
    </header>
  )
}
