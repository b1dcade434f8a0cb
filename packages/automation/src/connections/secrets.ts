import type { ConnectionDeps } from './connection.ts'

/** What a connection keeps sealed: what it logs in with, and what it signs with. */
export const secretNames = ['secret', 'signature'] as const
export type SecretName = (typeof secretNames)[number]

type Deps = Pick<ConnectionDeps, 'db' | 'sealer'>

const keyOf = (connection: string): string => `connection:${connection}`
const purposeOf = (connection: string, name: string): string => `connection ${connection} ${name}`

async function sealedOf({ db }: Deps, connection: string): Promise<Partial<Record<SecretName, string>>> {
  const { rows } = await db.query<{ value: Partial<Record<SecretName, string>> }>({
    text: 'select value from fw_setting where key = $1',
    values: [keyOf(connection)],
  })
  return rows[0]?.value ?? {}
}

/** The secrets of a connection, opened; for calls only. */
export async function readSecrets(deps: Deps, connection: string): Promise<Partial<Record<SecretName, string>>> {
  const sealed = await sealedOf(deps, connection)
  const opened = secretNames.flatMap((name) => {
    const text = sealed[name]
    return text === undefined ? [] : [[name, deps.sealer.open(text, purposeOf(connection, name))] as const]
  })
  return Object.fromEntries(opened)
}

/** Which secrets are set, by connection; those without any are left out. */
export async function namesOfSecrets(
  { db }: Pick<Deps, 'db'>,
  connections: readonly string[],
): Promise<Map<string, SecretName[]>> {
  const { rows } = await db.query<{ at: number; value: Partial<Record<SecretName, string>> }>({
    text: 'select array_position($1, key) as at, value from fw_setting where key = any($1)',
    values: [connections.map(keyOf)],
  })
  return new Map(
    rows.map(({ at, value }) => [connections[at - 1]!, secretNames.filter((name) => value[name] !== undefined)]),
  )
}

/** Sets secrets; null takes one away, one that is left out stays. */
export async function storeSecrets(
  deps: Deps,
  connection: string,
  given: Partial<Record<SecretName, string | null>>,
): Promise<void> {
  const changes = secretNames.flatMap((name) => {
    const text = given[name]
    if (text === undefined) return []
    return [[name, text === null ? null : deps.sealer.seal(text, purposeOf(connection, name))] as const]
  })
  await deps.db.query({
    text: `insert into fw_setting (key, value) values ($1, jsonb_strip_nulls($2::jsonb))
      on conflict (key) do update set value = jsonb_strip_nulls(fw_setting.value || $2::jsonb), updated_at = now()`,
    values: [keyOf(connection), JSON.stringify(Object.fromEntries(changes))],
  })
}
