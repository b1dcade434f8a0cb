import { useTranslation } from 'react-i18next'

import en from './texts/en.json'
import zhCN from './texts/zh-CN.json'

/** Makes the texts about access known; they are loaded with what shows them. */
export function useAccessTexts(): void {
  const { i18n } = useTranslation()
  if (i18n.hasResourceBundle('zh-CN', 'access')) return
  i18n.addResourceBundle('zh-CN', 'access', zhCN)
  i18n.addResourceBundle('en', 'access', en)
}
