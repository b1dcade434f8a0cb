import { aboutPart, findDuplicates, getRecord, maskedOutput } from '@fieldwork/database'
import type { QueryContext, WriteOutcome } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { AppError, CompiledDuplicateRule, CompiledObject } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { asSystem } from './access/as-system.ts'
import { contextOf, demand } from './actor-context.ts'
import type { FieldValues } from './types.ts'
import { enteredChanges } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { refusalOf } from './write-problems.ts'

/** The refusal of a write as an error for people; duplicates are described as far as the actor may know them. */
export async function describedRefusal(
  ctx: WriteContext,
  outcome: WriteOutcome,
  refused: Parameters<typeof refusalOf>[2],
): Promise<AppError> {
  if (outcome.code !== 'duplicate') return refusalOf(outcome, ctx.catalog, refused)
  const part = outcome.object === undefined ? null : ctx.catalog.object(outcome.object)
  const problems = await duplicateProblems(ctx, part ?? refused.object, outcome.detail)
  return appError('duplicate', {}, part ? problems.map((problem) => aboutPart(part, problem)) : problems)
}

interface DuplicateQuestion {
  object: string
  /** the record that is being changed */
  id?: string
  values: FieldValues
}

/**
 * What duplicate rules would say of these values.
 *
 * @throws forbidden (who may neither create nor change), validation_failed (every wrong value)
 */
export async function duplicatesOf(
  ctx: WriteContext,
  { object: name, id, values }: DuplicateQuestion,
): Promise<Problem[]> {
  if (ctx.access(name, 'create').kind === 'none') demand(ctx, name, 'update')
  const object = ctx.catalog.object(name)
  const entered = enteredChanges(ctx, object, values, id === undefined ? 'create' : 'update')
  const found = await findDuplicates(ctx, { object: name, id, values: entered })
  return duplicateProblems(ctx, object, found)
}

/** @param detail `duplicate:<rule>:<id>,<id>` */
async function duplicateProblems(
  ctx: WriteContext,
  object: CompiledObject,
  detail: readonly string[],
): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const entry of detail) {
    const [, name = '', ids = ''] = entry.split(':')
    const rule = object.duplicates.find((known) => known.name === name)
    if (!rule) continue
    problems.push(await describedDuplicate(ctx, object, { rule, ids: ids.split(',') }))
  }
  return problems
}

/** What a rule says of the records that it found. */
export async function describedDuplicate(
  ctx: WriteContext,
  object: CompiledObject,
  { rule, ids }: { rule: CompiledDuplicateRule; ids: readonly string[] },
): Promise<Problem> {
  const records: Twin[] = []
  for (const id of ids) records.push(await twinOf(ctx, object, id))
  return problemOf(rule, records, ctx.timeZone)
}

/** What the actor may know of another record: its name, only who registered it and when, or that he sent it along. */
type Twin = { id: string; label: string } | { registered_by: string | null; registered_at: string } | { sent: true }

async function twinOf(ctx: WriteContext, object: CompiledObject, id: string): Promise<Twin> {
  const isNamed = ctx.access(object.name, 'read').kind !== 'none' && !ctx.absent?.(object.name).has(object.nameField)
  const seen = isNamed ? await read(ctx, object, id, object.nameField) : null
  const shown = { ...seen, ...(seen?.[maskedOutput] as FieldValues | undefined) }
  if (seen) return { id, label: String(shown[object.nameField] ?? '') }
  const system: QueryContext = { ...contextOf(ctx.deps, ctx.catalog, asSystem('duplicate rule')), db: ctx.db }
  const found = await read(system, object, id, 'created_by', 'created_at')
  if (found === null) return { sent: true }
  const by = found.created_by as { label: string | null } | null | undefined
  return { registered_by: by?.label ?? null, registered_at: String(found.created_at) }
}

async function read(ctx: QueryContext, object: CompiledObject, id: string, ...fields: string[]) {
  const record = await getRecord(ctx, { object: object.name, id, fields })
  return record && (JSON.parse(record.json) as FieldValues)
}

function problemOf(rule: CompiledDuplicateRule, records: Twin[], timeZone: string): Problem {
  const [first] = records
  const about = first ? twinWords(first, timeZone) : null
  const own = rule.message
  const join = (locale: keyof LocalizedText, separator: string) =>
    [own?.[locale], about?.[locale]].filter(Boolean).join(separator)
  return {
    pointer: pointerOf(rule.match[0]?.field ?? ''),
    code: 'duplicate',
    message: { en: join('en', ': '), 'zh-CN': join('zh-CN', '：') },
    params: { rule: rule.name, can_override: rule.action === 'warn', records },
  }
}

function twinWords(twin: Twin, timeZone: string): LocalizedText {
  if ('id' in twin) return { en: `“${twin.label}” exists already`, 'zh-CN': `已存在“${twin.label}”` }
  if ('sent' in twin) return { en: 'it comes twice in what was sent', 'zh-CN': '在本次提交的内容中重复' }
  const day = dayOf(twin.registered_at, timeZone)
  const by = twin.registered_by
  return {
    en: `exists already, registered${by ? ` by ${by}` : ''} on ${day}`,
    'zh-CN': `记录已存在，${by ? `由${by}` : ''}于${day}登记`,
  }
}

function dayOf(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(at))
}
