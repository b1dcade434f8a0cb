import cronstrue from 'cronstrue'
import 'cronstrue/locales/zh_CN'

/** What a schedule says in words; the schedule itself where it is none. */
export function cronWords(cron: string, locale: 'en' | 'zh-CN'): string {
  try {
    return cronstrue.toString(cron, { locale: locale === 'en' ? 'en' : 'zh_CN', use24HourTimeFormat: true })
  } catch {
    return cron
  }
}
