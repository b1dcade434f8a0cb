import type { NamedForm } from '../draft/use-named-draft.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import type { MemberRuleDefinition } from '../model/member-rules.ts'
import type { MatchRow } from './match-rows.tsx'

/** A rule while it is edited. */
export interface RuleDraft extends NamedForm {
  description: typeof NO_TEXT
  object: string | undefined
  when: string
  mapping: string | undefined
  rows: MatchRow[]
  people: string | undefined
  level: 'read' | 'edit'
}

const noRow: MatchRow = { key: undefined, path: undefined, below: false }

export function draftOfRule(known: MemberRuleDefinition | undefined): RuleDraft {
  const rows = Object.entries(known?.match ?? {}).map(([key, { path, below = false }]) => ({ key, path, below }))
  return {
    name: null,
    label: known?.label ?? NO_TEXT,
    description: known?.description ?? NO_TEXT,
    object: known?.object,
    when: known?.when ?? '',
    mapping: known?.mapping,
    rows: rows.length > 0 ? rows : [noRow],
    people: known?.people,
    level: known?.level ?? 'edit',
  }
}

/** The definition that a draft stands for; null while something that is needed is missing. */
export function ruleOfDraft(draft: RuleDraft, name: string, order?: number): MemberRuleDefinition | null {
  const { label, description, object, when, mapping, rows, people, level } = draft
  const match = rows.flatMap(({ key, path, below }) =>
    key !== undefined && path !== undefined ? [[key, { path, ...(below && { below }) }] as const] : [],
  )
  if (object === undefined || mapping === undefined || people === undefined || match.length < rows.length) return null
  return {
    name,
    ...(!isBlankText(label) && { label: completeText(label) }),
    ...(!isBlankText(description) && { description: completeText(description) }),
    ...(order !== undefined && { order }),
    object,
    ...(when.trim() !== '' && { when: when.trim() }),
    mapping,
    match: Object.fromEntries(match),
    people,
    level,
  }
}
