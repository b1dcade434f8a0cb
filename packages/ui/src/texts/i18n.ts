import { createInstance } from 'i18next'
import type { i18n } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'

import type { Locale } from '../api/types.ts'
import en from './en.json'
import zhCN from './zh-CN.json'

const STORAGE_KEY = 'fieldwork.locale'

/** Texts of one part of the product in both languages. */
export type TextBundle = Record<Locale, Record<string, unknown>>

/** Creates the texts of the screen: `ui` for the shared parts, and one namespace per bundle. */
export function createTexts(bundles: Record<string, TextBundle>, locale: Locale = storedLocale()): i18n {
  const instance = createInstance()
  const all: Record<string, TextBundle> = { ui: { en, 'zh-CN': zhCN }, ...bundles }
  const resources = (of: Locale) => Object.fromEntries(Object.entries(all).map(([name, bundle]) => [name, bundle[of]]))
  void instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'en',
    defaultNS: 'ui',
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { en: resources('en'), 'zh-CN': resources('zh-CN') },
  })
  instance.services.formatter?.add('lowercase', (value) => lowerFirst(String(value)))
  return instance
}

/** A label inside an English sentence; abbreviations such as SKU stay as they are. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text
}

/** The language chosen on this device, else the one the browser asks for first; Chinese where it asks for neither. */
export function storedLocale(): Locale {
  const chosen = globalThis.localStorage?.getItem(STORAGE_KEY)
  if (chosen === 'en' || chosen === 'zh-CN') return chosen
  return preferredLocale(globalThis.navigator?.languages ?? [])
}

/** @param languages BCP 47 tags, the most wanted first */
export function preferredLocale(languages: readonly string[]): Locale {
  const first = languages.find((language) => /^(?:zh|en)\b/i.test(language))
  return first && /^en/i.test(first) ? 'en' : 'zh-CN'
}

/** Remembers the language on this device. */
export function storeLocale(locale: Locale): void {
  globalThis.localStorage?.setItem(STORAGE_KEY, locale)
}

/** Texts of a namespace (`ui` by default) and the current language. */
export function useTexts(namespace = 'ui') {
  const { t, i18n: instance } = useTranslation(namespace)
  return { t, locale: (instance.language === 'en' ? 'en' : 'zh-CN') as Locale }
}
