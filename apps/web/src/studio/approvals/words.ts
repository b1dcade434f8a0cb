import type { LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'

import { useRoles } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import { inOrder } from '../model/record-types.ts'
import { useUsers } from '../users/queries.ts'
import type { ApprovalDefinition, ApprovalStep, Approver } from './approval.ts'
import { kindOf } from './edits.ts'

type Choice = { value: string; label: string }

const labelIn = (choices: Choice[], value: string): string =>
  choices.find((each) => each.value === value)?.label ?? value

/** The transitions of an object, as choices. */
export function useTransitions(object: string): Choice[] {
  const { locale } = useTexts('studio')
  const states = useObjectDocument(object).definition?.['x-object']?.states
  return Object.entries(states?.transitions ?? {}).map(([value, { label }]) => ({
    value,
    label: label?.[locale] ?? value,
  }))
}

/** The roles as choices. */
export function useRoleChoices(): Choice[] {
  const { locale } = useTexts('studio')
  return (useRoles().data ?? []).map(({ name, label }) => ({ value: name, label: label?.[locale] ?? name }))
}

/** The users as choices, by user name. */
export function useUserChoices(): Choice[] {
  return (useUsers().data ?? []).map(({ username, name }) => ({ value: username, label: `${name} (${username})` }))
}

/** How a chain begins. */
export function useStartWords(object: string): (start: ApprovalDefinition['start']) => string {
  const { t } = useTexts('studio')
  const transitions = useTransitions(object)
  return (start) => {
    if (start?.transition === undefined) return t('ap.byHand')
    const known = transitions.find(({ value }) => value === start.transition)
    return t('ap.byTransition', { label: known?.label ?? start.transition })
  }
}

/** What people call a step. */
export function useStepWords(): (key: string, step: ApprovalStep | undefined) => string {
  const { locale } = useTexts('studio')
  return (key, step) => step?.label?.[locale] || key
}

/** What people call a group of approvers. */
export function useGroupWords(): (key: string, group: { label?: LocalizedText } | undefined) => string {
  const { locale } = useTexts('studio')
  return (key, group) => group?.label?.[locale] || key
}

/** Who is meant, in few words. */
export function useApproverWords(object: string): (approver: Approver) => string {
  const { t, locale } = useTexts('studio')
  const roles = useRoleChoices()
  const users = useUserChoices()
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  return (approver) => {
    if (approver.label) return approver.label[locale]
    const kind = kindOf(approver)
    if (kind === 'role') return labelIn(roles, approver.role ?? '') || t('ap.kinds.role')
    if (kind === 'users') return approver.users?.map((each) => labelIn(users, each)).join(', ') || t('ap.kinds.users')
    if (kind === 'position') return approver.position || t('ap.kinds.position')
    if (kind === 'field')
      return fields.find(({ name }) => name === approver.field)?.label[locale] ?? approver.field ?? ''
    return t(`ap.kinds.${kind}`)
  }
}

/** Everybody whom a step asks, in few words each. */
export function approverList(approvers: Record<string, Approver>, words: (approver: Approver) => string): string[] {
  return inOrder(approvers).map(([, approver]) => words(approver))
}
