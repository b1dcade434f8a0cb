import './theme.css'

import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useLayoutEffect, useMemo } from 'react'
import type { ReactNode } from 'react'

import { useTexts } from '../texts/i18n.ts'
import { antdThemeOf, DEFAULT_ACCENT, FONT_FAMILY, palette, readableAccent } from './tokens.ts'

/** Our look for everything below: Ant Design's tokens, the `--fw-*` custom properties, the language of its parts. */
export function ThemeProvider(props: { accent?: string | undefined; dark?: boolean; children: ReactNode }) {
  const { accent = DEFAULT_ACCENT, dark = false, children } = props
  const { locale } = useTexts()
  const theme = useMemo(() => antdThemeOf(accent, dark), [accent, dark])
  dayjs.locale(locale === 'en' ? 'en' : 'zh-cn')

  useLayoutEffect(() => {
    const root = document.documentElement
    root.style.setProperty('--fw-accent', readableAccent(accent, dark))
    root.style.setProperty('--fw-accent-fill', accent)
    root.style.setProperty('--fw-font', FONT_FAMILY)
    for (const [name, colour] of Object.entries(palette(dark))) root.style.setProperty(`--fw-${kebab(name)}`, colour)
    root.dataset['theme'] = dark ? 'dark' : 'light'
    root.lang = locale
  }, [accent, dark, locale])

  return (
    <ConfigProvider theme={theme} locale={locale === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <App className="fw-app" message={{ maxCount: 3 }}>
        {children}
      </App>
    </ConfigProvider>
  )
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
