import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'

type Organisation = Pick<QueryContext, 'catalog'> & { db: Queryable }

const maxLevels = 50

/**
 * The employees above one, the nearest first: his superior, else who leads his department, or the nearest one above it
 * that is led by somebody else. Who has left is passed over, as if those below him stood below the one above him.
 *
 * @param levels how many of them at most
 */
export async function superiorsOf(
  { db, catalog }: Organisation,
  { employee, levels = maxLevels }: { employee: string; levels?: number },
): Promise<string[]> {
  const [people, departments] = [catalog.object('employee'), catalog.object('department')]
  const above = `coalesce(e.${column(people, 'superior')}, (${leaderSql(people, departments)}))`
  const { rows } = await db.query<{ id: string }>({
    text:
      'with recursive line (id, level, seen, has_left) as (' +
      ` select e.id, 0, array[e.id], false from ${quoteName(people.table)} e where e.id = $1` +
      ` union all select n.id, l.level + 1, l.seen || n.id, n.${column(people, 'employment_state')} = 'left'` +
      ` from line l join ${quoteName(people.table)} e on e.id = l.id` +
      ` join ${quoteName(people.table)} n on n.id = ${above} and n.deleted_at is null` +
      ` where not n.id = any(l.seen) and l.level < ${maxLevels})` +
      ' select id from line where level > 0 and has_left is not true order by level limit $2',
    values: [employee, levels],
  })
  return rows.map(({ id }) => id)
}

/** Who leads the department of `e`, or the nearest one above it that he does not lead himself. */
function leaderSql(people: CompiledObject, departments: CompiledObject): string {
  const [parent, manager] = [column(departments, 'parent'), column(departments, 'manager')]
  const table = quoteName(departments.table)
  const columns = `d.id, d.${parent} as parent, d.${manager} as manager`
  return (
    `with recursive up as (select ${columns}, 0 as step from ${table} d where d.id = e.${column(people, 'department')}` +
    ` union all select ${columns}, u.step + 1 from up u join ${table} d on d.id = u.parent where u.step < ${maxLevels})` +
    ' select u.manager from up u where u.manager is not null and u.manager <> e.id order by u.step limit 1'
  )
}

/** Who leads a department, who stands in for him, and who assists. */
export interface DepartmentStaff {
  manager: string | null
  deputy: string | null
  assistant: string | null
}

export async function staffOf({ db, catalog }: Organisation, department: string): Promise<DepartmentStaff | null> {
  const object = catalog.object('department')
  const names = (['manager', 'deputy', 'assistant'] as const).map((name) => `${column(object, name)} as ${name}`)
  const { rows } = await db.query<DepartmentStaff & Record<string, unknown>>({
    text: `select ${names.join(', ')} from ${quoteName(object.table)} where id = $1 and deleted_at is null`,
    values: [department],
  })
  const [staff] = rows
  return staff ? { manager: staff.manager, deputy: staff.deputy, assistant: staff.assistant } : null
}

const isAway = (people: CompiledObject, day: string): string => {
  const [from, until] = [`e.${column(people, 'absent_from')}`, `e.${column(people, 'absent_until')}`]
  const inDates = `(${from} <= ${day} and (${until} is null or ${until} >= ${day}))`
  return `(e.${column(people, 'employment_state')} = 'on_leave' or coalesce(${inDates}, false))`
}

/** Who acts for an employee on a day (YYYY-MM-DD): his delegate while he is away, else nobody. */
export async function delegateOf(
  { db, catalog }: Organisation,
  { employee, day }: { employee: string; day: string },
): Promise<string | null> {
  const people = catalog.object('employee')
  const { rows } = await db.query<{ id: string }>({
    text:
      `select n.id from ${quoteName(people.table)} e join ${quoteName(people.table)} n` +
      ` on n.id = e.${column(people, 'delegate')} and n.deleted_at is null` +
      ` where e.id = $1 and ${isAway(people, '$2::date')} and n.${column(people, 'employment_state')} is distinct from 'left'`,
    values: [employee, day],
  })
  return rows[0]?.id ?? null
}

/** For whom an employee acts on a day: those away whose delegate he is. */
export async function actsFor(
  { db, catalog }: Organisation,
  { employee, day }: { employee: string; day: string },
): Promise<string[]> {
  const people = catalog.object('employee')
  const { rows } = await db.query<{ id: string }>({
    text:
      `select e.id from ${quoteName(people.table)} e where e.${column(people, 'delegate')} = $1` +
      ` and e.deleted_at is null and ${isAway(people, '$2::date')} order by e.id`,
    values: [employee, day],
  })
  return rows.map(({ id }) => id)
}

const column = ({ fields, name: object }: CompiledObject, name: string): string => {
  const field = fields.get(name)
  if (!field) throw new Error(`${object} has no field ${name}`)
  return quoteName(storedColumn(field))
}
