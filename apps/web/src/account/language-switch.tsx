import { GlobalOutlined } from '@ant-design/icons'
import { storeLocale, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** Switches between Chinese and English; labels from the server are asked for again. */
export function LanguageSwitch() {
  const { change, next } = useLanguage()
  return (
    <Button type="text" icon={<GlobalOutlined />} onClick={() => change(next)} lang={next}>
      {next === 'en' ? 'English' : '中文'}
    </Button>
  )
}

/** The other language, and the way to switch. */
export function useLanguage() {
  const { locale } = useTexts()
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  const change = (chosen: 'en' | 'zh-CN'): void => {
    storeLocale(chosen)
    void i18n.changeLanguage(chosen).then(() => queries.invalidateQueries())
  }
  return { locale, next: locale === 'en' ? ('zh-CN' as const) : ('en' as const), change }
}
