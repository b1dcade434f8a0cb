import { triggerName } from '../schema/names.ts'
import { quoteName } from '../query/sql-text.ts'
import type { RollUpContext } from './child-row.ts'
import type { Relation } from './relations.ts'
import { nameOf } from './trigger-function.ts'
import { aboveColumn, treeOf } from './tree-walk.ts'

export interface Trigger {
  name: string
  /** unquoted */
  table: string
  /** the statement that creates it */
  sql: string
}

const events = [
  { suffix: 'ins', event: 'insert', tables: 'new table as new_rows' },
  { suffix: 'upd', event: 'update', tables: 'old table as old_rows new table as new_rows' },
  { suffix: 'del', event: 'delete', tables: 'old table as old_rows' },
] as const

const [, update] = events

/** What attaches the function of a relation to the tables whose rows decide. */
export function triggersOf(context: RollUpContext, relation: Relation): Trigger[] {
  const { child } = relation
  const run = `execute function ${quoteName(context.schema)}.${quoteName(nameOf(relation))}`
  const own = events.map(({ suffix, event, tables }) => ({
    name: nameOf(relation, suffix),
    table: child.table,
    when: `after ${event}`,
    rest: `referencing ${tables} for each statement ${run}()`,
  }))
  return [...own, ...ofTree(context, relation, run)].map(({ name, table, when, rest }) => ({
    name,
    table,
    sql: `create trigger ${quoteName(name)} ${when} on ${quoteName(context.schema)}.${quoteName(table)} ${rest}`,
  }))
}

/** Records that come to stand elsewhere: nobody else counts along the tree before they do. */
function ofTree(context: RollUpContext, relation: Relation, run: string) {
  const { child, parent } = relation
  const tree = treeOf(relation)
  if (!tree) return []
  const column = aboveColumn(context, tree)
  const place = { object: child.name, field: relation.via.name, isTree: true }
  const hold = {
    name: triggerName(place, `hold_${context.columnOf(parent.name, tree.above.name)}`),
    table: parent.table,
    when: `before update of ${column}`,
    rest: `for each statement ${run}()`,
  }
  const move = {
    name: nameOf(relation, 'move'),
    table: parent.table,
    when: 'after update',
    rest: `referencing ${update.tables} for each statement ${run}('move')`,
  }
  return child === parent ? [hold] : [hold, move]
}
