import { useTexts } from '@fieldwork/ui/plugin'

/** Gives a text in the caller's language. */
export function useWords(): (words: { en: string; 'zh-CN': string }) => string {
  const { locale } = useTexts()
  return (words) => words[locale]
}

export const said = (en: string, zh: string) => ({ en, 'zh-CN': zh })
