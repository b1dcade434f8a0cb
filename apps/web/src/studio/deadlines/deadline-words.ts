import { useTexts } from '@fieldwork/ui'

import { useTransitions } from '../approvals/words.ts'
import { useParameterDefinitions } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { lengthKind } from './deadline.ts'
import type { Length, Start } from './deadline.ts'

/** A length in few words. */
export function useLengthWords(): (length: Length) => string {
  const { t, locale } = useTexts('studio')
  const parameters = useParameterDefinitions().data?.data ?? []
  return (length) => {
    const kind = lengthKind(length)
    const at = length.at ?? ''
    if (kind === 'weekday') return t('dl.said_weekday', { day: t(`dl.weekdays.${length.weekday}`), at })
    if (kind === 'workdayOfMonth') return t('dl.said_workdayOfMonth', { number: length.workdayOfMonth, at })
    const count = length[kind] ?? 0
    const name = typeof count === 'string' ? count.replace('param.', '') : null
    const words =
      name === null
        ? t(`dl.saidIn.${kind}`, { number: String(count) })
        : t('dl.byParameter', { label: parameters.find((each) => each.name === name)?.label?.[locale] ?? name })
    return [words, at].filter(Boolean).join(' ')
  }
}

/** A beginning in few words. */
export function useStartWords(object: string): (start: Start) => string {
  const { t, locale } = useTexts('studio')
  const transitions = useTransitions(object)
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  const fieldWords = (name: string): string => fields.find((field) => field.name === name)?.label[locale] ?? name
  return (start) => {
    const base = t(`dl.starts.${start.on}`)
    const named =
      start.on === 'transition'
        ? (start.transitions ?? []).map((name) => transitions.find(({ value }) => value === name)?.label ?? name)
        : start.on === 'changed'
          ? (start.fields ?? []).map(fieldWords)
          : start.on === 'field' && start.field
            ? [fieldWords(start.field)]
            : []
    return named.length === 0 ? base : `${base}${t('dl.colon')}${named.join(t('dl.comma'))}`
  }
}
