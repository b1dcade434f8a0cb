import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { Queryable } from '../connection/types.ts'

/** Counting goes no further, so that a department of millions is told as fast as one of few. */
export const MOST_COUNTED = 10_000

/** What would be left without a department: records of an object, shares, or lists of departments. */
export interface DepartmentUse {
  /** name of the object; null: shares with the department */
  object: string | null
  /** of a list that names it; null: the records belong to it */
  field: string | null
  /** up to `MOST_COUNTED` + 1 */
  count: number
}

/** By what a department is used that nothing of the database itself keeps: whose its records are, and what is granted to it. */
export async function departmentUses(
  { db, catalog }: Pick<QueryContext, 'catalog'> & { db: Queryable },
  department: string,
): Promise<DepartmentUse[]> {
  const arms = [...catalog.objects.values()].flatMap(({ name, table, fields, hasOwner }) =>
    [...fields.values()].flatMap((field) => {
      const isOwner = hasOwner && field.name === OWNER_DEPARTMENT
      const isList = field.targets?.many === true && field.targets.objects.includes('department')
      if ((!isOwner && !isList) || field.column === null) return []
      const column = quoteName(storedColumn(field))
      const isIts = isOwner ? `${column} = $1` : `${column} @> array[$1]::uuid[]`
      const told = `${quoteText(name)}, ${isOwner ? 'null' : quoteText(field.name)}`
      return [`select ${told}, ${counted(quoteName(table), `"deleted_at" is null and ${isIts}`)}`]
    }),
  )
  const shares = `select null, null, ${counted('fw_access', 'grantee = $1 and (expires is null or expires > now())')}`
  const { rows } = await db.query<DepartmentUse & Record<string, unknown>>({
    text: `select u.* from (${[...arms, shares].join(' union all ')}) u (object, field, count) where u.count > 0`,
    values: [department],
  })
  return rows
}

const counted = (table: string, condition: string): string =>
  `(select count(*)::int from (select 1 from ${table} where ${condition} limit ${MOST_COUNTED + 1}) n)`
