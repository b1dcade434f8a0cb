import { useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import type { ObjectDefinition } from '../model/definitions.ts'
import { choicesOf } from './choices.ts'
import { cronWords } from './cron-words.ts'
import { useTriggerLabel } from './trigger-kinds.ts'
import type { WorkflowDefinition, WorkflowTrigger } from './workflow.ts'

type Words = (key: string, values?: Record<string, unknown>) => string
type Told = Pick<WorkflowDefinition, 'trigger' | 'object'>

/** What starts a workflow, in a few words: `When “Status” becomes …`, `Daily at 9`. */
export function useTriggerWords(of: string | undefined): (workflow: Told) => string {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const labelOfTrigger = useTriggerLabel()
  const definition = useObjectDocument(of ?? '').definition
  return ({ trigger, object }) => {
    const about = objects.find(({ name }) => name === object)
    const details = detailsOf(trigger, about, { t: t as Words, locale, definition })
    if (trigger.type === 'plugin') return labelOfTrigger(String(trigger['trigger']))
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
  const valueLabels = (field: string | undefined): ((value: unknown) => string) => {
    const choices = choicesOf(definition, field, locale)
    return (value) => choices.find((choice) => choice.value === value)?.label ?? String(value)
  }
  if (type === 'changed') {
    const field = String(trigger['field'] ?? '')
    return changeWords(trigger, fieldLabel(field), valueLabels(field))
  }
  if (type === 'transition') {
    const states = definition?.['x-object']?.states
    return (
      list(trigger['transitions'], (name) => states?.transitions?.[name]?.label?.[locale] ?? name) ||
      list(trigger['to'], valueLabels(states?.field))
    )
  }
  if (type === 'schedule') return cronWords(String(trigger['cron'] ?? ''), locale)
  if (type !== 'relative-date') return ''
  const days = Number(trigger['days'] ?? 0)
  const side = days < 0 ? 'before' : 'after'
  return t(`wf.relative.${side}`, { field: fieldLabel(String(trigger['field'] ?? '')), count: Math.abs(days) })
}

function changeWords({ from, to }: WorkflowTrigger, field: string, labelOf: (value: unknown) => string): string {
  const was = from === undefined ? field : `${field} ${labelOf(from)}`
  return from === undefined && to === undefined ? field : `${was} → ${to === undefined ? '…' : labelOf(to)}`
}
