import type { Catalog, CompiledObject, Operation } from '@fieldwork/metadata'
import type { FieldRights, QueryContext, RowAccess, WriteConsent } from './context.ts'
import { createParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** What the parts of one statement share while it is compiled. */
export interface SqlEnvironment {
  catalog: Catalog
  parameters: Parameters
  timeZone: string
  /** the time is a parameter instead of the transaction's */
  bindsNow: boolean
  access(object: string, operation: Operation): RowAccess
  /** names of the fields of an object whose values the actor does not see on every record */
  masked(object: string): ReadonlySet<string>
  /** of these those that do not exist for him; left out where there are none at all */
  absent: QueryContext['absent']
  fieldRights(object: string): FieldRights
  /** what is known of the actor decides about his access: a write refuses when it is outdated */
  checksEpoch: boolean
  /** how a write treats what is doubtful */
  consent: WriteConsent
  /** a table alias not used yet */
  alias(): string
}

export function createEnvironment(ctx: QueryContext): SqlEnvironment {
  let aliases = 0
  return {
    catalog: ctx.catalog,
    parameters: createParameters(),
    timeZone: ctx.timeZone,
    bindsNow: ctx.now !== undefined,
    access: ctx.access,
    masked: ctx.masked ?? nothingMasked,
    absent: ctx.absent,
    fieldRights: ctx.fieldRights ?? sameRights,
    checksEpoch: ctx.user.access !== undefined,
    consent: ctx.consent ?? {},
    alias: () => `r${++aliases}`,
  }
}

const nothing: ReadonlySet<string> = new Set()
const nothingMasked = () => nothing

const nowhere: FieldRights = {
  partly: new Map(),
  unwritten: { create: nothing, update: nothing },
  partlyWritten: { create: new Map(), update: new Map() },
}
const sameRights = () => nowhere

/** The part of a cache key that stands for the environment. */
export function environmentKey(ctx: QueryContext): string {
  return `${ctx.accessKey}\n${ctx.timeZone}\n${ctx.now ? 'now' : ''}${ctx.consent ? consentKey(ctx.consent) : ''}`
}

/** The part of a cache key that stands for the names that an actor knows. */
export const namesKey = ({ accessKey }: QueryContext): string => `${accessKey}\n`

const consentKey = ({ allowDuplicates, refuseWarnings, isImport }: WriteConsent): string =>
  `${allowDuplicates ? ' duplicates' : ''}${refuseWarnings ? ' strict' : ''}${isImport ? ' import' : ''}`

/** The object a reference field points to. */
export function targetOf(env: Pick<SqlEnvironment, 'catalog'>, field: { reference: string | null }): CompiledObject {
  if (field.reference === null) throw new Error('Only a reference can be followed')
  return env.catalog.object(field.reference)
}
