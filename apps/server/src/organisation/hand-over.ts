import { enqueueTask, nudgeTasks, superiorsOf } from '@fieldwork/database'
import type { Database, Registry } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { pointerOf } from '@fieldwork/metadata'
import { asSystem } from '@fieldwork/records'
import type { Records } from '@fieldwork/records'
import { refuse } from '../errors.ts'
import { HAND_OVER } from './hand-over-task.ts'
import type { HandOverArgs } from './hand-over-task.ts'

interface HandOverDeps {
  db: Database
  registry: Pick<Registry, 'catalog'>
  records: Records
  timeZone: string
}

/** A person with an account. */
export interface Holder {
  /** id of the account */
  user: string
  name: string
  employee: string | null
  state: string | null
  leave_date: string | null
}

const holderSql = `
select u.id as user, u.name, u.employee, e.employment_state as state, to_char(e.leave_date, 'YYYY-MM-DD') as leave_date
from "user" u left join employee e on e.id = u.employee and e.deleted_at is null where u.deleted_at is null`

/** @throws not_found */
export async function holderOf(db: Pick<Database, 'query'>, user: string): Promise<Holder> {
  const { rows } = await db.query<Holder & Record<string, unknown>>({
    text: `${holderSql} and u.id = $1`,
    values: [user],
  })
  const [holder] = rows
  if (!holder) throw refuse('not_found', { name: user })
  return holder
}

/** The account of the nearest superior who has one that works; null where there is none. */
export async function superiorUserOf(
  { db, registry }: Pick<HandOverDeps, 'db' | 'registry'>,
  { employee, user }: Pick<Holder, 'employee' | 'user'>,
): Promise<{ id: string; label: string } | null> {
  if (employee === null) return null
  const line = await superiorsOf({ db, catalog: registry.catalog() }, { employee })
  const { rows } = await db.query<{ id: string; label: string }>({
    text:
      'select u.id, u.name as label from unnest($1::uuid[]) with ordinality l (employee, level)' +
      ' join "user" u on u.employee = l.employee and u.active and u.deleted_at is null and u.id <> $2' +
      ' order by l.level limit 1',
    values: [line, user],
  })
  return rows[0] ?? null
}

/**
 * Begins to hand over what a person owns; the task works with the rights of who begins it.
 *
 * @param isOpen whether he has any right to records of an object; what he has none to is left out unless it is named
 * @returns the id of the task
 * @throws not_found, validation_failed (every problem)
 */
export async function beginHandOver(
  deps: HandOverDeps,
  { objects, ...given }: Omit<HandOverArgs, 'objects'> & { objects: string[] | null },
  isOpen: (object: string) => boolean = () => true,
): Promise<string> {
  const { db, registry } = deps
  const holder = await holderOf(db, given.from)
  const owned = [...registry.catalog().objects.values()].filter(({ hasOwner, managed, master }) => {
    return hasOwner && !managed && !master
  })
  const known = new Set(owned.map(({ name }) => name))
  const problems = [
    ...(objects ?? []).flatMap((name, at) => (known.has(name) ? [] : [problem(pointerOf('objects', at), noObject)])),
    ...(given.ids && objects?.length !== 1 ? [problem('/ids', oneObject)] : []),
    ...(await successorProblems(db, given)),
  ]
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  const args: HandOverArgs = { ...given, objects: objects ?? [...known].filter(isOpen) }
  const label = { en: `Hand over what ${holder.name} owns`, 'zh-CN': `交接${holder.name}负责的记录` }
  // somebody else's may have fewer rights
  const key = given.ids ? undefined : `hand-over:${given.from}:${given.actor ?? ''}`
  const id = await enqueueTask(db, { kind: HAND_OVER, args, label, actor: given.actor, ...(key && { key }) })
  nudgeTasks(db)
  return id
}

async function successorProblems(db: Database, { from, to }: Pick<HandOverArgs, 'from' | 'to'>): Promise<Problem[]> {
  if (from === to) return [problem('/to', samePerson)]
  const { rowCount } = await db.query({
    text: 'select from "user" where id = $1 and active and deleted_at is null',
    values: [to],
  })
  return rowCount === 0 ? [problem('/to', noUser)] : []
}

const problem = (pointer: string, message: Problem['message']): Problem => ({
  pointer,
  code: 'unknown_reference',
  message,
})

const noObject = { en: 'There are no such records with owners', 'zh-CN': '没有该对象，或其记录没有负责人' }
const oneObject = { en: 'With ids name exactly one object', 'zh-CN': '指定记录时须且只能指定一个对象' }
const samePerson = { en: 'Choose somebody else', 'zh-CN': '请选择其他人' }
const noUser = { en: 'There is no such active user', 'zh-CN': '没有该用户，或该用户已停用' }

/** Somebody who should have handed over by now. */
export interface Overdue extends Holder {
  owned: number
  /** who gets it; null: nobody above him has an account */
  to: { id: string; label: string } | null
  /** id of the task that hands it over */
  task: string | null
}

/**
 * Those whose last day is over and who still own records. Unless only asked, what they own goes to their superiors.
 *
 * @param actor in whose name; null: the platform's, e.g. on a schedule
 */
export async function handOverOverdue(
  deps: HandOverDeps,
  { actor, isQuestion }: { actor: string | null; isQuestion: boolean },
): Promise<Overdue[]> {
  const { rows } = await deps.db.query<Holder & Record<string, unknown>>({
    text:
      `${holderSql} and e.employment_state in ('leaving', 'left')` +
      ' and e.leave_date < (now() at time zone $1)::date order by e.leave_date, u.id',
    values: [deps.timeZone],
  })
  const overdue: Overdue[] = []
  for (const holder of rows) {
    const holdings = await deps.records.holdings(asSystem('Hand-over'), holder.user)
    const owned = holdings.reduce((sum, holding) => sum + holding.owned, 0)
    if (owned === 0) continue
    const to = await superiorUserOf(deps, holder)
    const args = { from: holder.user, to: to?.id ?? '', objects: null, ids: null, reason: OVERDUE, actor }
    overdue.push({ ...holder, owned, to, task: to && !isQuestion ? await beginHandOver(deps, args) : null })
  }
  return overdue
}

const OVERDUE = '离职日期已过，自动交接给上级 / Not handed over by the last day: goes to the superior'
