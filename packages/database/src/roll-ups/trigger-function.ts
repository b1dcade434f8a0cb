import { createHash } from 'node:crypto'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { triggerName } from '../schema/names.ts'
import { childRow } from './child-row.ts'
import type { RollUpContext } from './child-row.ts'
import { directChange, treeChange } from './delta.ts'
import type { Kept, Side } from './delta.ts'
import { maintain } from './maintained.ts'
import type { Maintained } from './maintained.ts'
import type { Relation } from './relations.ts'
import { movedIds, treeKey, treeOf } from './tree-walk.ts'
import type { Tree } from './tree-walk.ts'

/** The function that keeps all roll-ups over one relation, as it has to be in the database. */
export interface TriggerFunction {
  name: string
  /** exactly as PostgreSQL keeps it */
  source: string
  /** `object.field` of each roll-up -> changes when its value has to be made anew */
  keeps: ReadonlyMap<string, string>
}

const mark = '-- keeps '

export const nameOf = ({ child, via, tree }: Relation, event?: string): string =>
  triggerName({ object: child.name, field: via.name, isTree: tree !== null }, event)

/** Generates the function of a relation. */
export function triggerFunction(context: RollUpContext, relation: Relation): TriggerFunction {
  const { parent, rollUps } = relation
  const row = childRow(context, relation)
  const maintained = rollUps.map((rollUp, index) => maintain({ context, relation, row, index }, rollUp))
  const kept: Kept = { relation, row, kept: maintained }
  const keeps = new Map(
    rollUps.map(({ field }, index) => [
      `${parent.name}.${field.name}`,
      fingerprint(relation, maintained[index] as Maintained),
    ]),
  )
  const tree = treeOf(relation)
  const source = [
    '',
    ...[...keeps].map(([field, hash]) => `${mark}${field} ${hash}`),
    'begin',
    ...(tree ? whereMoved(context, tree, kept) : []),
    "if TG_OP = 'UPDATE' then",
    writing(context, kept, ['old', 'new']),
    "elsif TG_OP = 'INSERT' then",
    writing(context, kept, ['new']),
    'else',
    writing(context, kept, ['old']),
    'end if;',
    'return null;',
    'end',
    '',
  ].join('\n')
  return { name: nameOf(relation), source, keeps }
}

/** What begins with the tree itself: it is held before records move in it, and followed once they have. */
function whereMoved(context: RollUpContext, tree: Tree, kept: Kept): string[] {
  const hold = `perform pg_advisory_xact_lock(${treeKey(quoteText(context.schema), tree.object)});`
  const before = ["if TG_WHEN = 'BEFORE' then", hold, 'return null;', 'end if;']
  if (kept.relation.child === tree.object) return before
  const followed = applying(context, kept, treeChange(context, kept, { sides: [], isMove: true }))
  const isMoved = `if exists (${movedIds(context, tree)}) then`
  return [...before, 'if TG_NARGS > 0 then', isMoved, followed, 'end if;', 'return null;', 'end if;']
}

/** Along a tree, what changes nothing for the record itself is let pass before anybody is held. */
function writing(context: RollUpContext, kept: Kept, sides: Side[]): string {
  const tree = treeOf(kept.relation)
  if (!tree) return applying(context, kept, directChange(context, kept, sides))
  const isMove = kept.relation.child === tree.object && sides.length === 2
  const isChanged = `exists (select 1 from ${directChange(context, kept, sides)})`
  return [
    `if ${isChanged}${isMove ? ` or exists (${movedIds(context, tree)})` : ''} then`,
    `perform pg_advisory_xact_lock_shared(${treeKey(quoteText(context.schema), tree.object)});`,
    applying(context, kept, treeChange(context, kept, { sides, isMove })),
    'end if;',
  ].join('\n')
}

/** What an existing function keeps, by `object.field`. */
export function keptBy(source: string): Map<string, string> {
  const lines = source.split('\n').filter((line) => line.startsWith(mark))
  return new Map(lines.map((line) => line.slice(mark.length).split(' ') as [string, string]))
}

/** Where the SQL numbers roll-ups it does not matter which number one has. */
function fingerprint({ via, tree }: Relation, { scratch }: Maintained): string {
  const text = JSON.stringify([via.name, scratch, ...(tree ? [tree.name] : [])])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Locks the parents in the order of their ids, and changes them in the next statement, which sees what others did. */
function applying(context: RollUpContext, { relation, kept }: Kept, changes: string): string {
  const table = `${quoteName(context.schema)}.${quoteName(relation.parent.table)}`
  return [
    `perform 1 from ${table} t where t."id" in (select d.p from ${changes}) order by t."id" for no key update;`,
    'if found then',
    `update ${table} t set ${kept.flatMap(({ assign }) => assign).join(',\n  ')}`,
    `from (select * from ${changes}) d where d.p = t."id";`,
    'end if;',
  ].join('\n')
}

/** Creates or replaces the function. */
export function createFunction(schema: string, { name, source }: TriggerFunction): string {
  return `create or replace function ${quoteName(schema)}.${quoteName(name)}() returns trigger language plpgsql as ${quoteText(source)}`
}

export const dropFunction = (schema: string, name: string): string =>
  `drop function ${quoteName(schema)}.${quoteName(name)}()`

export const dropTrigger = (schema: string, { table, name }: { table: string; name: string }): string =>
  `drop trigger ${quoteName(name)} on ${quoteName(schema)}.${quoteName(table)}`
