import { aboutPart, maxTakenAlong, unknownReference } from '@fieldwork/database'
import type { WholeFinding, WriteOutcome } from '@fieldwork/database'
import { AppError, appError, pointerOf } from '@fieldwork/metadata'
import type { Catalog, CompiledField, CompiledObject, CompiledRule } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { unwritableValue } from './entered-fields.ts'
import { fixedMaster, tooFewLines, tooManyLines } from './lines/line-problems.ts'
import { fileProblem } from './files/file-problem.ts'
import { staleCatalog } from './fresh-catalog.ts'

interface RefusedWrite {
  object: CompiledObject
  id: string
  transition?: string
}

/** The refusal of a write as an error for people. */
export function refusalOf(outcome: WriteOutcome, catalog: Catalog, { object, id, transition }: RefusedWrite): AppError {
  const { code, detail } = outcome
  switch (code) {
    case null:
      throw new Error('The write was not refused')
    case 'stale_revision':
      return staleCatalog()
    case 'not_found':
      return appError('not_found', { name: id })
    case 'kept':
      return appError('record_locked')
    case 'forbidden':
      return appError('forbidden')
    case 'forbidden_post_image':
      return appError('forbidden', {}, [{ pointer: '', code: 'outside_scope', message: outsideScope }])
    case 'forbidden_assign':
      return appError(
        'forbidden',
        {},
        detail.flatMap((name) => assignProblem(object, name)),
      )
    case 'forbidden_field':
      return appError(
        'validation_failed',
        {},
        detail.flatMap((name) => object.fields.get(name.replace('write:', '')) ?? []).map(unwritableValue),
      )
    case 'duplicate':
      return appError('duplicate')
    case 'warning':
      return appError('confirmation_needed', {}, valueProblems(object, detail))
    case 'stale_version':
      return appError('stale_version')
    case 'unknown_reference':
    case 'rule':
      return appError('validation_failed', {}, [...valueProblems(object, detail), ...wholeProblemsOf(outcome)])
    case 'state':
      return stateRefusal(object, detail, transition)
    case 'dependents_forbidden':
      return appError(
        'forbidden',
        {},
        detail.map((name) => dependentProblem(catalog, name)),
      )
    case 'too_many_dependents':
      return appError('too_many_dependents', { limit: maxTakenAlong })
    case 'whole_is_deleted':
      return appError('whole_is_deleted', {}, wholeProblems(catalog, object, detail))
    case 'still_referenced':
      return appError(
        'still_referenced',
        {},
        detail.map((name) => referrerProblem(catalog, name)),
      )
  }
}

/** Problems of the values that only the database could find. */
function valueProblems(object: CompiledObject, detail: readonly string[]): Problem[] {
  return detail.flatMap((entry) => {
    const [kind, name = ''] = entry.split(':')
    if (kind === 'rule') return object.rules.filter((rule) => rule.name === name).map(ruleProblem)
    if (kind === 'master') return [fixedMaster(object, name)]
    const field = object.fields.get(name)
    if (kind === 'required' && field) return [missingValue(field)]
    if (!field) return []
    const wrongFile = fileProblem(kind ?? '', field)
    if (wrongFile) return [wrongFile]
    return [kind === 'cycle' ? belowItself(object, field) : unknownReference(field)]
  })
}

/** Whose a record is changes by the right to assign it. */
function assignProblem({ fields }: CompiledObject, entry: string): Problem[] {
  const field = fields.get(entry.replace('assign:', ''))
  if (!field) return []
  const message = {
    en: `${field.label.en} is changed by who may assign the record; you may not`,
    'zh-CN': `修改${field.label['zh-CN']}需要分派权限，您没有该权限`,
  }
  return [{ pointer: `/${field.name}`, code: 'needs_assign', message, params: { field: field.name } }]
}

/** A record of a hierarchy would stand below itself. */
function belowItself(object: CompiledObject, { name, label }: CompiledField): Problem {
  return {
    pointer: `/${name}`,
    code: 'cycle',
    message: {
      en: `${label.en}: the record chosen is this one or stands below it`,
      'zh-CN': `${label['zh-CN']}：所选${object.label['zh-CN']}是该记录自身或其下级`,
    },
    params: { field: name },
  }
}

/** A required value that neither the caller nor a lookup or default gave. */
function missingValue({ name, label }: CompiledField): Problem {
  return {
    pointer: `/${name}`,
    code: 'required',
    message: { en: `Fill in ${label.en}`, 'zh-CN': `请填写${label['zh-CN']}` },
    params: { field: name },
  }
}

/** What a write that was done was warned of. */
export const warningsOf = (
  object: CompiledObject,
  { detail, findings = [] }: Pick<WriteOutcome, 'detail' | 'findings'>,
): Problem[] => [...(detail.length === 0 ? [] : valueProblems(object, detail)), ...wholeProblemsOf({ findings })]

/** What wholes say to a write that takes parts of them along, in their words. */
const wholeProblemsOf = ({ findings = [] }: Pick<WriteOutcome, 'findings'>): Problem[] =>
  findings.flatMap((finding) => findingProblems(finding, '').map((problem) => aboutPart(finding.object, problem)))

/** What a whole says to a write of its parts. */
export function findingProblems({ object, broken, miscount }: WholeFinding, pointer: string): Problem[] {
  if (miscount) return [(miscount.kind === 'few' ? tooFewLines : tooManyLines)(pointer, miscount.limit)]
  return rulesNamed(object, broken?.names ?? []).map((problem) => ({ ...problem, pointer }))
}

/** @param names `rule:<name>` */
export const rulesNamed = ({ rules }: CompiledObject, names: readonly string[]): Problem[] =>
  rules.filter(({ name }) => names.includes(`rule:${name}`)).map(ruleProblem)

/** Without a field of its own a rule is about the record as a whole. */
export function ruleProblem({ name, code, message, field }: CompiledRule): Problem {
  return { pointer: field === null ? '' : pointerOf(field), code, message, params: { rule: name } }
}

function stateRefusal(object: CompiledObject, detail: readonly string[], transition: string | undefined): AppError {
  if (detail.includes('use_transition')) return appError('validation_failed', {}, [useTransition(object)])
  const compiled = object.states?.transitions[transition ?? '']
  const label = compiled?.label
  const problems = detail.map((reason) => transitionProblem(object, reason))
  const error = appError('transition_not_allowed', { transition }, problems)
  return label ? withLabel(error, label) : error
}

/** The same error with the transition's label in each language instead of its name. */
function withLabel(error: AppError, label: LocalizedText): AppError {
  const en = appError('transition_not_allowed', { transition: label.en }).localized.en
  const zh = appError('transition_not_allowed', { transition: label['zh-CN'] }).localized['zh-CN']
  const { status, problems, params } = error
  return new AppError(error.code, { status, problems, params, message: { en, 'zh-CN': zh } })
}

/** The state changes by transitions only. */
export function useTransition({ states, fields }: CompiledObject): Problem {
  const label = fields.get(states?.field ?? '')?.label
  return {
    pointer: `/${states?.field ?? ''}`,
    code: 'use_transition',
    message: {
      en: `${label?.en ?? 'The state'} is changed by its actions, not by editing`,
      'zh-CN': `${label?.['zh-CN'] ?? '状态'}只能通过操作按钮变更，不能直接修改`,
    },
  }
}

function transitionProblem(object: CompiledObject, reason: string): Problem {
  if (reason === 'from') return { pointer: '', code: 'wrong_state', message: wrongState }
  if (reason === 'when') return { pointer: '', code: 'condition_not_met', message: conditionNotMet }
  const name = reason.replace(/^requires:/, '')
  const label = object.fields.get(name)?.label
  return {
    pointer: `/${name}`,
    code: 'required',
    message: { en: `Fill in ${label?.en ?? name} first`, 'zh-CN': `请先填写${label?.['zh-CN'] ?? name}` },
    params: { field: name },
  }
}

function referrerProblem(catalog: Catalog, name: string): Problem {
  const [object = '', field = ''] = name.split('.')
  const referrer = catalog.object(object)
  const label = referrer.fields.get(field)?.label
  return {
    pointer: '',
    code: 'still_referenced',
    message: {
      en: `It is still used as “${label?.en ?? field}” by records of ${referrer.label.en}`,
      'zh-CN': `${referrer.label['zh-CN']}的“${label?.['zh-CN'] ?? field}”仍在引用该记录`,
    },
    params: { object, field },
  }
}

/** Deleting would take records along that the actor may not delete. */
function dependentProblem(catalog: Catalog, name: string): Problem {
  const [object = '', field = ''] = name.split('.')
  const { label } = catalog.object(object)
  return {
    pointer: '',
    code: 'dependents_forbidden',
    message: {
      en: `Records of ${label.en} that belong to it would be deleted too, and you are not allowed to delete them`,
      'zh-CN': `其下属的${label['zh-CN']}将一并删除，而您没有删除它们的权限`,
    },
    params: { object, field },
  }
}

function wholeProblems(catalog: Catalog, { fields }: CompiledObject, detail: readonly string[]): Problem[] {
  return detail.flatMap((entry) => {
    const field = fields.get(entry.replace(/^field:/, ''))
    if (!field || field.reference === null) return []
    const { label } = catalog.object(field.reference)
    const message = {
      en: `Bring back its ${label.en} first (“${field.label.en}”)`,
      'zh-CN': `请先恢复其所属的${label['zh-CN']}（“${field.label['zh-CN']}”）`,
    }
    return [{ pointer: '', code: 'whole_is_deleted', message, params: { field: field.name } }]
  })
}

const outsideScope: LocalizedText = {
  en: 'With these values the record would be outside of what you may work on',
  'zh-CN': '按这些内容保存后，该记录将超出您的权限范围',
}
const wrongState: LocalizedText = {
  en: 'The record is not in a state from which this is possible',
  'zh-CN': '记录当前所处的状态不能执行此操作',
}
const conditionNotMet: LocalizedText = {
  en: 'The conditions for this step are not met',
  'zh-CN': '尚未满足执行此操作的条件',
}
