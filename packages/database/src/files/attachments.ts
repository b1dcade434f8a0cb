import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { fileJson } from '../query/file-json.ts'
import type { FileInfo } from '../query/file-json.ts'
import { getRecord, isId } from '../query/get.ts'
import { labelsOf } from '../query/labels.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import { quoteText } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { freeFile } from '../write/file-checks.ts'
import { preImage, verdict } from '../write/pre-image.ts'
import { bindWriteParameters } from '../write/statement-parts.ts'
import type { WriteParameters } from '../write/statement-parts.ts'

/** One content of an attachment. */
export interface AttachmentVersion extends FileInfo {
  /** 1 is the first */
  version: number
  /** ISO 8601, UTC */
  created_at: string
  created_by: { id: string; label: string | null } | null
}

/** A file beside the fields of a record: its newest content, and those before it, newest first. */
export interface Attachment extends AttachmentVersion {
  category: string | null
  versions: AttachmentVersion[]
}

export interface AttachInput {
  object: string
  id: string
  /** an upload of the actor that nothing has taken */
  file: string
  /** null: that of the version before, or none */
  category: string | null
  /** any version of the attachment that it is a new content of */
  versionOf: string | null
}

/** Why an attachment cannot be written; null = it was. */
export type AttachmentRefusal =
  'stale_revision' | 'not_found' | 'forbidden' | 'unknown_file' | 'unknown_attachment' | null

/** Gives an upload to a record, with an event, in one statement. */
export async function attachFile(ctx: QueryContext, input: AttachInput): Promise<AttachmentRefusal> {
  const { object, id, file, category, versionOf } = input
  const statement = statementOf(ctx, object, 'attach', compileAttach)
  return run(ctx, statement, { id, file, category, version_of: versionOf })
}

/** Moves an attachment with all its versions into the recycle bin or back, with an event, in one statement. */
export async function moveAttachment(
  ctx: QueryContext,
  { object, id, file, to }: { object: string; id: string; file: string; to: 'detach' | 'reattach' },
): Promise<AttachmentRefusal> {
  return run(
    ctx,
    statementOf(ctx, object, to, (env, of) => compileMove(env, of, to)),
    { id, file },
  )
}

/** Whether the actor may attach something to the record, asked before a long upload. */
export async function mayAttach(
  ctx: QueryContext,
  { object, id }: { object: string; id: string },
): Promise<AttachmentRefusal> {
  if (!isId(id)) return 'not_found'
  return run(ctx, statementOf(ctx, object, 'may attach', compileQuestion), { id })
}

const compileQuestion: Compile = (ctx, object) => {
  const env = createEnvironment(ctx)
  const bind = (name: string, type: string) => env.parameters.bind({ from: 'input', name }, type)
  const write = { id: bind('id', 'uuid'), revision: bind('revision', 'bigint') }
  const pre = preImage(env, { object, operation: 'update', write, deleted: false, columns: new Set() })
  return { env, text: `with ${pre.sql}, ${verdict(pre.cases)} select verdict.code from verdict` }
}

type Compile = (
  ctx: QueryContext,
  object: CompiledObject,
) => { env: ReturnType<typeof createEnvironment>; text: string }

function statementOf(ctx: QueryContext, name: string, kind: string, compile: Compile): CompiledStatement {
  return cached(ctx.catalog, `${kind}\n${name}\n${environmentKey(ctx)}`, () => {
    const { env, text } = compile(ctx, ctx.catalog.object(name))
    return compileStatement(text, env.parameters.sources)
  })
}

async function run(
  ctx: QueryContext,
  statement: CompiledStatement,
  inputs: Record<string, unknown>,
): Promise<AttachmentRefusal> {
  const known = { revision: ctx.catalog.revision, reason: null, ...inputs }
  const [row] = await runStatement<[AttachmentRefusal]>(ctx.db, statement, {
    user: ctx.user,
    now: ctx.now,
    inputs: known,
  })
  return row?.[0] ?? null
}

/** The record, held, and whether the actor may change it. */
function begin(ctx: QueryContext, object: CompiledObject) {
  const env = createEnvironment(ctx)
  const write = bindWriteParameters(env)
  const pre = preImage(env, { object, operation: 'update', write, deleted: false, columns: new Set() })
  const bind = (name: string, type: string) => env.parameters.bind({ from: 'input', name }, type)
  return { env, write, pre, bind }
}

const attachmentOf = (alias: string, object: CompiledObject, { id }: WriteParameters): string =>
  `${alias}.record_id = ${id} and ${alias}.object = ${quoteText(object.name)} and ${alias}.field is null and ${alias}.stored`

const compileAttach: Compile = (ctx, object) => {
  const { env, write, pre, bind } = begin(ctx, object)
  const [file, category, before] = [bind('file', 'uuid'), bind('category', 'text'), bind('version_of', 'uuid')]
  const free = freeFile('f', { object: object.name, field: '', id: write.id, actor: write.actor, isNew: true })
  const cases = [
    ...pre.cases,
    `when not exists (select 1 from fw_file f where f.id = ${file} and ${free} for no key update of f) then 'unknown_file'`,
    `when ${before} is not null and not exists (select 1 from fw_file f where f.id = ${before}` +
      ` and ${attachmentOf('f', object, write)} and f.deleted_at is null) then 'unknown_attachment'`,
  ]
  const root = `(select coalesce(g.version_of, g.id) from fw_file g where g.id = ${before})`
  const last = `(select g.category from fw_file g where g.id = ${root} or g.version_of = ${root} order by g.id desc limit 1)`
  const taken =
    `taken as (update fw_file f set object = ${quoteText(object.name)}, record_id = pre."id",` +
    ` category = coalesce(${category}, ${last}), version_of = ${root}` +
    ` from pre, verdict where verdict.code is null and f.id = ${file} returning f.*)`
  const change = `jsonb_build_object('@files', jsonb_build_array(null, ${fileJson('taken')}))`
  const event = attachmentEvent(object, { op: 'attach', write, change, from: 'taken' })
  return { env, text: `with ${pre.sql}, ${verdict(cases)}, ${taken}, ${event} select verdict.code from verdict` }
}

function compileMove(ctx: QueryContext, object: CompiledObject, to: 'detach' | 'reattach'): ReturnType<Compile> {
  const { env, write, pre, bind } = begin(ctx, object)
  const file = bind('file', 'uuid')
  const isDetach = to === 'detach'
  const own = `${attachmentOf('f', object, write)} and f.deleted_at is ${isDetach ? '' : 'not '}null`
  const cases = [
    ...pre.cases,
    `when not exists (select 1 from fw_file f where f.id = ${file} and ${own}) then 'unknown_attachment'`,
  ]
  const root = `(select coalesce(g.version_of, g.id) from fw_file g where g.id = ${file})`
  const stamp = isDetach ? `deleted_at = now(), deleted_by = ${write.actor}` : 'deleted_at = null, deleted_by = null'
  const moved =
    `moved as (update fw_file f set ${stamp} from pre, verdict where verdict.code is null` +
    ` and (f.id = ${root} or f.version_of = ${root}) and ${own} returning f.*)`
  const newest = '(select * from moved order by id desc limit 1) newest'
  const pair = isDetach ? `${fileJson('newest')}, null` : `null, ${fileJson('newest')}`
  const change = `jsonb_build_object('@files', jsonb_build_array(${pair}))`
  const event = attachmentEvent(object, { op: to, write, change, from: newest })
  return { env, text: `with ${pre.sql}, ${verdict(cases)}, ${moved}, ${event} select verdict.code from verdict` }
}

interface AttachmentEvent {
  op: string
  write: WriteParameters
  change: string
  from: string
}

/** The record's own fields stay as they are, and so does its version. */
const attachmentEvent = (object: CompiledObject, { op, write, change, from }: AttachmentEvent): string =>
  'ev as (insert into fw_event (object, record_id, op, actor, revision, version, changes, reason)' +
  ` select ${quoteText(object.name)}, ${write.id}, ${quoteText(op)}, ${write.actor}, ${write.revision}, null, ${change},` +
  ` ${write.reason} from ${from})`

interface Row extends FileInfo {
  group: string
  category: string | null
  created_at: string
  created_by: string | null
}

/** Attachments of a record, the one changed last first; null when the actor may not see the record. */
export async function listAttachments(
  ctx: QueryContext,
  { object, id, deleted }: { object: string; id: string; deleted: boolean },
): Promise<Attachment[] | null> {
  if ((await getRecord(ctx, { object, id, fields: ['id'] })) === null) return null
  const { rows } = await ctx.db.query<{ file: Row }>({
    text:
      `select (${fileJson('f')}::jsonb || jsonb_build_object('group', coalesce(f.version_of, f.id), 'category', f.category,` +
      ` 'created_at', to_jsonb(f.created_at), 'created_by', f.created_by)) as file` +
      ' from fw_file f where f.record_id = $1 and f.object = $2 and f.field is null and f.stored' +
      ` and f.deleted_at is ${deleted ? 'not ' : ''}null order by f.id desc`,
    values: [id, object],
  })
  const files = rows.map(({ file }) => file)
  const people = files.flatMap(({ created_by: person }) => person ?? [])
  const labels = await labelsOf(ctx, new Map([['user', new Set(people)]]))
  const groups = new Map<string, Row[]>()
  for (const file of files) groups.set(file.group, [...(groups.get(file.group) ?? []), file])
  return [...groups.values()].map((group) => attachmentFrom(group, labels.get('user') ?? new Map()))
}

/** @param group newest first */
function attachmentFrom(group: readonly Row[], names: ReadonlyMap<string, string | null>): Attachment {
  const versions = group.map(({ group: _group, category: _category, created_by: person, ...file }, at) => ({
    ...file,
    version: group.length - at,
    created_by: person === null ? null : { id: person, label: names.get(person) ?? null },
  }))
  const [newest, ...older] = versions
  if (!newest) throw new Error('An attachment without a content')
  return { ...newest, category: group[0]?.category ?? null, versions: older }
}
