import { quoteName, quoteText } from '../query/sql-text.ts'
import type { RollUpContext } from '../roll-ups/child-row.ts'
import { aboveColumn, movedIds, treeKey } from '../roll-ups/tree-walk.ts'
import { levelName } from '../schema/names.ts'
import { levelColumn, levelsBelow, writeLevels } from './level-tree.ts'
import type { LevelTree } from './level-tree.ts'

/** What keeps the levels of one hierarchy, as it has to be in the database. */
export interface LevelFunction {
  name: string
  /** exactly as PostgreSQL keeps it */
  source: string
  triggers: { name: string; table: string; sql: string }[]
}

/**
 * A row gets its level before it is written, so that whoever writes it is answered with it. What stands below a moved
 * one follows, and rows of one statement that stand below each other are put right, after it. Who moves holds the
 * hierarchy alone, who adds below something together with others who do.
 */
export function levelFunction(context: RollUpContext, tree: LevelTree): LevelFunction {
  const { schema } = context
  const table = `${quoteName(schema)}.${quoteName(tree.object.table)}`
  const [above, level] = [aboveColumn(context, tree), levelColumn(context, tree)]
  const key = treeKey(quoteText(schema), tree.object)
  const wrong =
    `select m."id" from new_rows m join ${table} a on a."id" = m.${above}` +
    ` join ${table} t on t."id" = m."id" where t.${level} is distinct from a.${level} + 1`
  const source = [
    '',
    'begin',
    "if TG_LEVEL = 'ROW' then",
    `if new.${above} is null then new.${level} := 1; return new; end if;`,
    `perform pg_advisory_xact_lock_shared(${key});`,
    `new.${level} := (select a.${level} + 1 from ${table} a where a."id" = new.${above});`,
    'return new;',
    'end if;',
    "if TG_WHEN = 'BEFORE' then",
    `perform pg_advisory_xact_lock(${key});`,
    'return null;',
    'end if;',
    "if TG_OP = 'INSERT' then",
    ...whereAny(context, tree, wrong),
    'else',
    ...whereAny(context, tree, movedIds(context, tree)),
    'end if;',
    'return null;',
    'end',
    '',
  ]
  return { name: levelName(tree.object.name), source: source.join('\n'), triggers: triggersOf(context, tree) }
}

/** Locks what changes in the order of ids, as others do. */
function whereAny(context: RollUpContext, tree: LevelTree, starts: string): string[] {
  const table = `${quoteName(context.schema)}.${quoteName(tree.object.table)}`
  const levels = levelsBelow(context, tree, starts)
  return [
    `if exists (${starts}) then`,
    `perform 1 from ${table} t where t."id" in (select d.id from ${levels} d) order by t."id" for no key update;`,
    `${writeLevels(context, tree, levels)};`,
    'end if;',
  ]
}

function triggersOf(context: RollUpContext, tree: LevelTree): LevelFunction['triggers'] {
  const { schema } = context
  const { name: object, table } = tree.object
  const above = aboveColumn(context, tree)
  const parts = [
    ['new', 'before insert', 'for each row'],
    [`put_${context.columnOf(object, tree.above.name)}`, `before update of ${above}`, 'for each row'],
    [`hold_${context.columnOf(object, tree.above.name)}`, `before update of ${above}`, 'for each statement'],
    ['ins', 'after insert', 'referencing new table as new_rows for each statement'],
    ['upd', 'after update', 'referencing old table as old_rows new table as new_rows for each statement'],
  ]
  return parts.map(([event = '', when, rest]) => {
    const name = levelName(object, event)
    const on = `${quoteName(schema)}.${quoteName(table)}`
    const run = `execute function ${quoteName(schema)}.${quoteName(levelName(object))}()`
    return { name, table, sql: `create trigger ${quoteName(name)} ${when} on ${on} ${rest} ${run}` }
  })
}
