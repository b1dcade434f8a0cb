import { useTexts } from '@fieldwork/ui'

import type { Json } from '../../model/definitions.ts'
import { useSchemaWords } from '../../schema-form/schema-words.ts'
import type { SchemaWords } from '../../schema-form/schema-words.ts'
import { useOptionScope } from './option-context.ts'

/** What an option is called and what is said about it: by its schema in both languages, by the studio, or as it is. */
export function useOptionWords(): (name: string, schema: Json) => SchemaWords {
  const { t, locale } = useTexts('studio')
  const { step } = useOptionScope()
  const wordsOf = useSchemaWords()
  const words = (key: string): string => t(`wf.options.${key}`, { defaultValue: '' })
  return (name, schema) => {
    const own = wordsOf(schema)
    const isNamed = schema['x-label'] !== undefined || schema['x-title'] !== undefined
    const isTranslated = schema['x-help'] !== undefined || locale === 'en'
    const help = t(`wf.optionHelp.${step}.${name}`, { defaultValue: t(`wf.optionHelp.${name}`, { defaultValue: '' }) })
    return {
      label: (isNamed && own.label) || words(`${step}.${name}`) || words(name) || own.label || name,
      help: help || (isTranslated ? own.help : undefined),
      choice: (value) => {
        const said = own.choice(value)
        return said === value ? t(`wf.choices.${value}`, { defaultValue: value }) : said
      },
    }
  }
}
