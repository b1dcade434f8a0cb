import { quoteName } from '../query/sql-text.ts'
import { childRow } from './child-row.ts'
import type { RollUpContext } from './child-row.ts'
import { maintain } from './maintained.ts'
import type { Relation } from './relations.ts'
import { childrenJoin } from './tree-walk.ts'

/**
 * Makes roll-ups of one relation anew from the records there are, and writes them where they differ. The parents have
 * to be locked in a statement before, else what others commit meanwhile would be lost.
 *
 * @param parents SQL that chooses parents `t`
 */
export function fillSql(context: RollUpContext, relation: Relation, parents: string): string {
  const { parent, rollUps } = relation
  const row = childRow(context, relation)
  const scratch = rollUps.flatMap((rollUp, index) => maintain({ context, relation, row, index }, rollUp).scratch)
  const table = (name: string) => `${quoteName(context.schema)}.${quoteName(name)}`
  const values = scratch.map(({ column, sql }) => `${sql} as ${quoteName(column)}`)
  const columns = scratch.map(({ column }) => quoteName(column))
  const made =
    `select t."id" as fw_id, ${values.join(', ')} from ${table(parent.table)} t ${childrenJoin(context, relation)}` +
    ` where ${parents} group by t."id"`
  return (
    `update ${table(parent.table)} t set ${columns.map((column) => `${column} = s.${column}`).join(', ')}\n` +
    `from (${made}) s where s.fw_id = t."id"` +
    ` and (${columns.map((column) => `t.${column}`).join(', ')}) is distinct from (${columns.map((column) => `s.${column}`).join(', ')})`
  )
}
