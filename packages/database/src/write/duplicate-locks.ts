import type { CompiledDuplicateRule, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { withinTransaction } from '../connection/within-transaction.ts'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { fieldOf } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { draftScope, givenAssignments, rowScope } from './image.ts'
import { isTouched } from './duplicate-checks.ts'
import { filledFields } from './filled-values.ts'
import { matchedFields, matchKeySql } from './match-key.ts'

interface LockedWrite {
  object: CompiledObject
  /** null: it is created */
  id: string | null
  values: Readonly<Record<string, unknown>>
  /** names of the fields with a value, in a fixed order */
  given: readonly string[]
  /** names of fields that the write sets by itself */
  set?: readonly string[]
  /** it comes back from the recycle bin as it is */
  isReturning?: boolean
}

/**
 * Rules that block must hold among concurrent writers too. Whoever writes a key waits for the one who writes the same
 * key; the lock is a statement of its own, so that the write sees what that one has committed. Objects and changes
 * without such a rule have none of it.
 */
export async function withDuplicateLocks<T>(
  ctx: QueryContext,
  write: LockedWrite,
  run: (ctx: QueryContext) => Promise<T>,
): Promise<T> {
  const rules = blockingRules(write)
  if (rules.length === 0) return run(ctx)
  return ctx.db.transaction(async (tx) => {
    await lockKeysOf(ctx, tx, { ...write, rules })
    return run({ ...ctx, db: withinTransaction(tx, ctx.db), isBound: true })
  })
}

/** Nobody else writes any key of the object's blocking rules until the transaction ends. */
export async function lockAllKeys(db: Queryable, object: CompiledObject): Promise<void> {
  const rules = object.duplicates.filter(({ action }) => action === 'block')
  for (const rule of rules) await db.query({ text: `select pg_advisory_xact_lock(${ruleHash(object, rule)})` })
}

function blockingRules({ object, id, given, set = [], isReturning }: LockedWrite): CompiledDuplicateRule[] {
  if (object.duplicates.length === 0) return []
  if (isReturning) return object.duplicates.filter(({ action }) => action === 'block')
  const assigned = new Map([...given, ...set, ...copied({ object, given })].map((name) => [name, '']))
  const before = id === null ? null : ({} as RecordScope)
  return object.duplicates.filter((rule) => rule.action === 'block' && isTouched(rule, { object, assigned, before }))
}

/** What lookups that are given bring along. */
const copied = ({ object, given }: Pick<LockedWrite, 'object' | 'given'>): string[] =>
  object.copies.filter(({ lookup }) => given.includes(lookup)).map(({ target }) => target)

async function lockKeysOf(
  ctx: QueryContext,
  db: Queryable,
  { object, id, values, given, set = [], rules }: LockedWrite & { rules: readonly CompiledDuplicateRule[] },
): Promise<void> {
  const names = [...given, '', ...set, '', ...rules.map(({ name }) => name)].join(',')
  const key = `duplicate locks\n${object.name}\n${environmentKey(ctx)}\n${id === null}\n${names}`
  const filled = id === null ? filledFields(object).map(({ name }) => name) : []
  const unknown = new Set([...set, ...copied({ object, given }), ...filled].filter((name) => !given.includes(name)))
  const statement = cached(ctx.catalog, key, () => {
    const env = createEnvironment(ctx)
    const { image, from } = id === null ? newImage(env, object, given) : changedImage(env, object, given)
    // a key that only the write itself finds out is not known yet: then nobody else writes any key of the rule
    const locks = rules.flatMap((rule) =>
      matchedFields(rule).some((name) => unknown.has(name))
        ? [`pg_advisory_xact_lock(${ruleHash(object, rule)})`]
        : [
            `pg_advisory_xact_lock_shared(${ruleHash(object, rule)})`,
            `pg_advisory_xact_lock(${keyHash(object, rule, image)})`,
          ],
    )
    return compileStatement(`select ${locks.join(', ')}${from}`, env.parameters.sources)
  })
  await runStatement(db, statement, { user: ctx.user, now: ctx.now, inputs: { id }, fields: values })
}

function newImage(env: SqlEnvironment, object: CompiledObject, given: readonly string[]) {
  return { image: draftScope(env, object, { given, eyes: 'system' }), from: '' }
}

function changedImage(env: SqlEnvironment, object: CompiledObject, given: readonly string[]) {
  const row = rowScope(env, object, 'o', new Set())
  const known = new Set(given)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const column = (field: CompiledField): string =>
    known.has(field.name) ? (givenAssignments(env, object, [field.name]).get(field.name) ?? '') : row.column(field)
  const image = { ...row, column }
  return { image, from: ` from (select * from ${quoteName(object.table)} where "id" = ${id} for no key update) o` }
}

const ruleHash = (object: CompiledObject, { name }: CompiledDuplicateRule): string =>
  `hashtextextended(current_schema() || ${quoteText(`:duplicates:${object.name}:${name}`)}, 0)`

/** A strict function: without a key there is no lock. */
function keyHash(object: CompiledObject, rule: CompiledDuplicateRule, image: RecordScope): string {
  const keys = rule.match.map(
    ({ field, normalise }) => `(${matchKeySql(normalise, image.column(fieldOf(object, field)))})::text`,
  )
  const name = quoteText(`:duplicates:${object.name}:${rule.name}:`)
  return `hashtextextended(current_schema() || ${name} || ${keys.join(` || chr(31) || `)}, 0)`
}
