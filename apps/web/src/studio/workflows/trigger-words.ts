import { useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import type { ObjectDefinition } from '../model/definitions.ts'
import { cronWords } from './cron-words.ts'
import type { WorkflowDefinition, WorkflowTrigger } from './workflow.ts'

type Words = (key: string, values?: Record<string, unknown>) => string
type Told = Pick<WorkflowDefinition, 'trigger' | 'object'>

/** What starts a workflow, in a few words: `When “Status” becomes …`, `Daily at 9`. */
export function useTriggerWords(of: string | undefined): (workflow: Told) => string {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const definition = useObjectDocument(of ?? '').definition
  return ({ trigger, object }) => {
    const about = objects.find(({ name }) => name === object)
    const details = detailsOf(trigger, about, { t: t as Words, locale, definition })
    const words = t(`wf.triggers.${trigger.type}`, { defaultValue: trigger.type })
    return details === '' ? words : t('wf.triggerOf', { words, details })
  }
}

interface In {
  t: Words
  locale: 'en' | 'zh-CN'
  definition: ObjectDefinition | null
}

function detailsOf(trigger: WorkflowTrigger, object: StudioObject | undefined, { t, locale, definition }: In): string {
  const list = (values: unknown, labelOf: (value: string) => string): string =>
    Array.isArray(values) ? values.map((value) => labelOf(String(value))).join(t('wf.comma')) : ''
  const fieldLabel = (name: string): string =>
    object?.fields.find((field) => field.name === name)?.label[locale] ?? name
  const { type } = trigger
  if (type === 'updated' || type === 'saved') return list(trigger['fields'], fieldLabel)
  if (type === 'changed') return changeWords(trigger, fieldLabel(String(trigger['field'] ?? '')))
  if (type === 'transition')
    return (
      list(trigger['transitions'], (name) => transitionLabel(definition, name, locale)) || list(trigger['to'], String)
    )
  if (type === 'schedule') return cronWords(String(trigger['cron'] ?? ''), locale)
  if (type !== 'relative-date') return ''
  const days = Number(trigger['days'] ?? 0)
  const side = days < 0 ? 'before' : 'after'
  return t(`wf.relative.${side}`, { field: fieldLabel(String(trigger['field'] ?? '')), count: Math.abs(days) })
}

function changeWords({ from, to }: WorkflowTrigger, field: string): string {
  const was = from === undefined ? '' : `${String(from)} → `
  return to === undefined && was === '' ? field : `${field}: ${was}${to === undefined ? '…' : String(to)}`
}

/** What a transition of an object is called. */
function transitionLabel(object: ObjectDefinition | null, name: string, locale: 'en' | 'zh-CN'): string {
  return object?.['x-object']?.states?.transitions?.[name]?.label?.[locale] ?? name
}
