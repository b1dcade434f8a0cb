import { useTexts } from '@fieldwork/ui'

import type { Json } from '../../model/definitions.ts'
import { isObject } from '../../model/json.ts'
import { useOptionScope } from './option-context.ts'

/** What an option is called and what is said about it: by the studio, else by its schema. */
export function useOptionWords(): (name: string, schema: Json) => { label: string; help: string | undefined } {
  const { t, locale } = useTexts('studio')
  const { step } = useOptionScope()
  const words = (key: string): string => t(`wf.options.${key}`, { defaultValue: '' })
  return (name, schema) => {
    const said = schema['x-label']
    const own = isObject(said) && typeof said[locale] === 'string' ? said[locale] : undefined
    const help = t(`wf.optionHelp.${step}.${name}`, { defaultValue: t(`wf.optionHelp.${name}`, { defaultValue: '' }) })
    const described = locale === 'en' && typeof schema['description'] === 'string' ? schema['description'] : ''
    return { label: own ?? (words(`${step}.${name}`) || words(name) || name), help: help || described || undefined }
  }
}
