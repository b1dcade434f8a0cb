import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { nameSql } from '../query/masked-field.ts'
import { pathSql, tableScope } from '../query/record-scope.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { accessTest } from '../write/row-rule.ts'
import { isStale } from '../write/statement-parts.ts'

const asked = ['update', 'share', 'assign', 'comment'] as const satisfies readonly Operation[]

/** How an actor stands to a record that he may read. */
export interface Standing {
  owner: string | null
  ownerDepartment: string | null
  /** as the actor may see it */
  label: string | null
  isOwner: boolean
  may: Readonly<Record<(typeof asked)[number], boolean>>
}

type StandingRow = [
  stale: boolean,
  readable: boolean | null,
  label: string | null,
  owner: string | null,
  department: string | null,
  ...may: (boolean | null)[],
]

/**
 * What an actor may do with a record beside reading it; `null` where there is none for him, `stale_revision` where the
 * catalog or what is known of him is outdated.
 *
 * @param input.isLocked others who change the record wait until the transaction ends
 */
export async function standingOf(
  ctx: QueryContext,
  { object: name, id, isLocked = false }: { object: string; id: string; isLocked?: boolean },
): Promise<Standing | 'stale_revision' | null> {
  if (!isId(id)) return null
  const object = ctx.catalog.object(name)
  const key = `standing\n${name}\n${environmentKey(ctx)}\n${isLocked}`
  const statement = cached(ctx.catalog, key, () => compileStanding(ctx, object, isLocked))
  const inputs = { id, revision: ctx.catalog.revision }
  const [row] = await runStatement<StandingRow>(ctx.db, statement, { user: ctx.user, now: ctx.now, inputs })
  if (!row) return null
  const [stale, readable, label, owner, ownerDepartment, update, share, assign, comment] = row
  if (stale) return 'stale_revision'
  if (readable !== true) return null
  const may = { update: update === true, share: share === true, assign: assign === true, comment: comment === true }
  return { owner, ownerDepartment, label, isOwner: owner !== null && owner === ctx.user.id, may }
}

function compileStanding(ctx: QueryContext, object: CompiledObject, isLocked: boolean): CompiledStatement {
  const env = createEnvironment(ctx)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const revision = env.parameters.bind({ from: 'input', name: 'revision' }, 'bigint')
  const row = tableScope(env, object, 'o', 'system')
  const test = (operation: Operation) => `(${accessTest(env, row, operation) ?? 'true'})`
  const column = (name: string) => (object.fields.get(name)?.system ? pathSql(env, row, [name]) : 'null::uuid')
  const shown = tableScope(env, object, 'o', 'actor')
  const selected = [
    `(${isStale(env, revision)})`,
    test('read'),
    nameSql(env, shown, (path) => pathSql(env, shown, path)),
    column('owner'),
    column(OWNER_DEPARTMENT),
    ...asked.map(test),
  ]
  const text =
    `select ${selected.join(', ')} from ${quoteName(object.table)} o` +
    ` where o."id" = ${id} and o."deleted_at" is null${isLocked ? ' for no key update of o' : ''}`
  return compileStatement(text, env.parameters.sources)
}
