import { titled } from '@fieldwork/metadata'
import type { Catalog, DefinitionProblem, FormerObject } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'
import type { Queryable } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import type { ActualSchema, ActualTable, RegisteredColumn } from './actual-schema.ts'
import type { CastContext } from './cast.ts'
import type { ColumnChange } from './column-change.ts'
import type { DesiredColumn, DesiredTable } from './desired-schema.ts'
import { reservedNames } from './reserved-names.ts'
import type { PhasedStep } from './steps.ts'

export interface PlanContext extends CastContext {
  db: Queryable
  /** unquoted */
  workspace: string
  actual: ActualSchema
  /** as it will be */
  catalog: Catalog
  /** the objects as they were */
  former: ReadonlyMap<string, FormerObject>
  /** the revision whose state is to come back; null: none */
  asOf: number | null
  /** whether tasks may do what would hold a large table for long */
  inBackground: boolean
  /** the task whose prepared columns take over now; null: none */
  finishing: string | null
  /** leave fields to the tasks that change their types in the very same way already */
  joinsTasks: boolean
  /** says true once the plan has looked at rows: then it is final only when nobody can write them */
  asked: { rows: boolean }
}

/** One existing table while it is compared. */
export interface TableContext extends PlanContext {
  table: DesiredTable
  /** quoted, with its schema */
  from: string
  found: ActualTable
  registered: RegisteredColumn[]
  /** whether it takes long to read the whole table */
  isLarge(): Promise<boolean>
}

/** A desired column with the name it will have. */
export interface PlannedColumn {
  column: DesiredColumn
  steps: PhasedStep[]
  /** SQL for the values that rows will have in it once the plan has run; null: none yet */
  content: string | null
  /** a change of type that a task prepares: until it is done the column is as it was */
  deferred?: ColumnChange
  /** the same, and the task is under way already */
  joined?: ColumnChange
  problems?: DefinitionProblem[]
  /** tasks to be cancelled before the plan can be published */
  abandons?: string[]
}

export interface Findings {
  steps: PhasedStep[]
  problems: DefinitionProblem[]
}

/** Names no new column for `column` may get. */
export function takenNames({ found, registered, table, actual }: TableContext, column: DesiredColumn): Set<string> {
  const others = table.columns.filter((other) => other !== column).map((other) => other.field?.name ?? other.name)
  const reserved = reservedNames(actual, table.name).columns
  return new Set([...others, ...found.columns.keys(), ...registered.map((row) => row.column), ...reserved])
}

/** How summaries name a field and its object: label and, for those who know it, technical name. */
export function fieldTitle({ table }: { table: DesiredTable }, { field, name }: DesiredColumn) {
  const own = { en: name, 'zh-CN': name }
  const [inField, inObject] = [titled(field?.label ?? own, field?.name ?? name), objectTitle(table)]
  const title = (locale: 'en' | 'zh-CN') => ({ field: inField[locale], object: inObject[locale] })
  return { en: title('en'), zh: title('zh-CN') }
}

/** The same for an object. */
export const objectTitle = ({ label, object }: Pick<DesiredTable, 'label' | 'object'>): LocalizedText =>
  titled(label, object)

/** The same for the object whose table a foreign key refers to; tables are called as their objects. */
export function targetTitle({ catalog }: Pick<PlanContext, 'catalog'>, table: string): LocalizedText {
  const object = catalog.objects.get(table)
  return object === undefined ? { en: table, 'zh-CN': table } : titled(object.label, object.name)
}

/** A column of the row in question; qualified, because subqueries stand between. */
export const rowValue = (column: string): string => `t.${quoteName(column)}`

/** Counts rows of the table; what it finds can change until the table is locked. */
export async function countRows({ db, from, asked }: TableContext, condition: string): Promise<number> {
  asked.rows = true
  const { rows } = await db.query<{ count: number }>({
    text: `select count(*)::float8 as count from ${from} t where ${condition}`,
  })
  return rows[0]!.count
}
