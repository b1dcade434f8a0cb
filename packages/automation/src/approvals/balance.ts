import { readExpressions } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { Catalog, CompiledApproval, CompiledBalance } from '@fieldwork/metadata'
import type { WrittenRecord } from '@fieldwork/records'
import { platformContext } from './scene.ts'
import type { Scene } from './scene.ts'

/** Records that may draw on one approval. */
const maxDrawn = 10_000

/** What an approval allows and what later records have taken of it; decimals as text. */
export interface Balance {
  authorised: string
  drawn: string
  left: string
}

/**
 * What records draw down never exceeds what was approved: whoever writes one holds the approval until he has committed,
 * and counts what all have taken.
 *
 * @throws validation_failed: nothing was approved, or not as much
 */
export async function demandBalance(scene: Scene, chain: CompiledApproval, written: WrittenRecord): Promise<void> {
  const { balance } = chain
  const parent = balance ? await drawnOn(scene, balance, written) : null
  if (!balance || parent === null) return
  const authorised = await lockAuthorised(scene, chain, parent)
  if (authorised === null && !chain.active) return
  const drawn = await drawnFrom(scene, chain, parent)
  if (authorised === null ? !isPositive(drawn) : !isMore(drawn, authorised)) return
  const given = { authorised: textOf(scaled(authorised ?? '0')), drawn }
  const message = {
    en: `More than was approved: ${given.drawn} of ${given.authorised}`,
    'zh-CN': `超出已审批的额度：已用${given.drawn}，批准${given.authorised}`,
  }
  throw appError('validation_failed', {}, [
    { pointer: pointerOf(balance.via), code: 'balance_exceeded', message, params: given },
  ])
}

/** The record that is drawn on, by one that draws on it or by a line of such a one; null: none. */
async function drawnOn(
  { db, catalog }: Scene,
  { object, via }: CompiledBalance,
  { object: name, after }: WrittenRecord,
) {
  if (name === object) return idOf(after?.[via])
  const { master } = catalog.object(name)
  const whole = master ? idOf(after?.[master.field]) : null
  const { table, fields } = catalog.object(object)
  if (whole === null) return null
  const column = fields.get(via)?.column
  const text = `select "${column}"::text as parent from "${table}" where id = $1`
  const { rows } = await db.query<{ parent: string | null }>({ text, values: [whole] })
  return rows[0]?.parent ?? null
}

const idOf = (value: unknown): string | null =>
  value !== null && typeof value === 'object' && 'id' in value ? String(value.id) : null

/** The objects whose writes change what is drawn: the one that draws, and those of its lines that are counted. */
export function drawingObjects(catalog: Catalog, { object, value, where }: CompiledBalance): string[] {
  const read = new Set([...value.paths, ...(where?.paths ?? [])].map(([name]) => name))
  const collections = [...catalog.object(object).collections.values()]
  return [
    object,
    ...collections.flatMap(({ name, object: line, isLines }) => (isLines && read.has(name) ? [line] : [])),
  ]
}

/** What is left of the latest approval of a record; null: it has none. */
export async function balanceOf(scene: Scene, chain: CompiledApproval, record: string): Promise<Balance | null> {
  const { rows } = await scene.db.query<{ authorised: string | null }>({
    text: latest,
    values: [record, chain.name],
  })
  const authorised = rows[0]?.authorised ?? null
  if (authorised === null) return null
  const drawn = await drawnFrom(scene, chain, record)
  return { authorised: textOf(scaled(authorised)), drawn, left: textOf(scaled(authorised) - scaled(drawn)) }
}

const latest =
  "select authorised from fw_approval where record_id = $1 and chain = $2 and state = 'approved'" +
  ' order by finished_at desc limit 1'

async function lockAuthorised({ db }: Scene, { name }: CompiledApproval, record: string): Promise<string | null> {
  const values = [record, name]
  await db.query({ text: 'select from fw_approval where record_id = $1 and chain = $2 order by id for update', values })
  return (await db.query<{ authorised: string | null }>({ text: latest, values })).rows[0]?.authorised ?? null
}

async function drawnFrom(scene: Scene, { name, balance }: CompiledApproval, record: string): Promise<string> {
  if (!balance) return '0'
  const { object, via: field, value, where } = balance
  const nobody = { id: '', name: '', username: '' }
  const rows = await readExpressions(platformContext(scene, nobody), {
    key: `balance ${name} ${JSON.stringify([value, where].map((each) => [each?.source, each?.constants]))}`,
    object,
    id: record,
    field,
    expressions: { value },
    where,
    limit: maxDrawn + 1,
  })
  if (rows.length > maxDrawn) throw appError('approval_not_possible', { reason: tooMany })
  return textOf(rows.reduce((sum, row) => sum + scaled(String(row.values.value ?? 0)), 0n))
}

const tooMany = { en: 'too many records draw on it', 'zh-CN': '占用该额度的记录过多' }

const PLACES = 20

/** A decimal as a whole number of its smallest part, so that sums are exact. */
function scaled(decimal: string): bigint {
  const [, sign = '', whole = '0', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(decimal.trim()) ?? []
  const places = PLACES + Number(power)
  const digits = BigInt(`${whole}${part}`)
  const shift = places - part.length
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -size : size
}

function textOf(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, '0')
  const part = digits.slice(-PLACES).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -PLACES)}${part && `.${part}`}`
}

const isMore = (a: string, b: string): boolean => scaled(a) > scaled(b)
const isPositive = (a: string): boolean => scaled(a) > 0n
