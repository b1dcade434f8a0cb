import type { Readable } from 'node:stream'
import { announceUpload, completeUpload, findFile, getRecord, isId, maskedOutput, newId } from '@fieldwork/database'
import type { FileRow, QueryContext } from '@fieldwork/database'
import { createReadStream } from 'node:fs'
import { appError } from '@fieldwork/metadata'
import { contextOf } from '../actor-context.ts'
import { withFreshCatalog } from '../fresh-catalog.ts'
import type { RecordsDeps } from '../records-deps.ts'
import type { Actor } from '../types.ts'
import { attach, attachmentsOf, demandAttach, moveTo } from './attachments.ts'
import { fileName } from './file-name.ts'
import type { Files, OpenFile, UploadInput } from './files.ts'
import { checkImage, hasThumbnail, thumbnail } from './images.ts'
import { mediaTypeOf } from './media-type.ts'
import { received } from './receive.ts'
import { storageKey } from './store/file-store.ts'
import type { ByteRange, FileStore } from './store/file-store.ts'

export interface FilesDeps extends RecordsDeps {
  store: FileStore
  /** where uploads are received before they are looked at */
  folder: string
  maxBytes: number
  /** whose files are no record's: whether an actor may read what they belong to, by the name that stands for an object */
  owners?: Readonly<Record<string, (actor: Actor, id: string) => Promise<boolean>>>
}

/** Images larger than this are not made small. */
const maxThumbnailBytes = 64 << 20

/** The only door to files. */
export function createFiles(deps: FilesDeps): Files {
  const within = <T>(actor: Actor, work: (ctx: QueryContext) => Promise<T>): Promise<T> =>
    withFreshCatalog(deps, (catalog) => work(contextOf(deps, catalog, actor)))
  const visible = (actor: Actor, id: string) =>
    within(actor, (ctx) => visibleFile({ ctx, actor, owners: deps.owners }, id))

  return {
    maxBytes: deps.maxBytes,
    upload: (actor, input) => upload(deps, actor, input),
    open: async (actor, id) => openFile(await visible(actor, id)),
    content: async (actor, id, range) => contentOf(deps, await visible(actor, id), range),
    async thumbnail(actor, id, size) {
      const file = await visible(actor, id)
      if (!hasThumbnail(file.type) || file.size > maxThumbnailBytes) return null
      return thumbnail(await contentOf(deps, file), { size, log: deps.db.log })
    },
    attachments: (actor, input) => within(actor, (ctx) => attachmentsOf(ctx, input)),
    demandAttach: (actor, input) => within(actor, (ctx) => demandAttach(ctx, input)),
    attach: (actor, input) => within(actor, (ctx) => attach(ctx, input)),
    detach: (actor, input) => within(actor, (ctx) => moveTo(ctx, { ...input, to: 'detach' })),
    reattach: (actor, input) =>
      within(actor, async (ctx) => {
        await moveTo(ctx, { ...input, to: 'reattach' })
        return (await attachmentsOf(ctx, input)).find(({ id }) => id === input.file) ?? missing(input.file)
      }),
  }
}

/** Its note is made first and made valid last: what breaks off in between is found by the sweep. */
function upload(deps: FilesDeps, actor: Actor, { name: sent, type: claimed, content }: UploadInput) {
  const { db, store, folder, maxBytes } = deps
  const id = newId()
  const name = fileName(sent)
  return received({ folder, id, content, maxBytes }, async ({ path, size, sha256 }) => {
    const type = await mediaTypeOf(path, { name, type: claimed })
    await checkImage(path, { name, type })
    const key = storageKey({ sha256, id })
    const file = { id, name, size, type }
    await announceUpload(db, { ...file, sha256, storageKey: key, actor: actor.system ? null : actor.id })
    await store.put(key, createReadStream(path), size)
    await completeUpload(db, id)
    return { ...file, url: urlOf(id) }
  })
}

/** An upload is its uploader's; what a record has taken is open to whom the record is open. */
async function visibleFile(looking: Looking, id: string): Promise<FileRow> {
  const file = isId(id) ? await findFile(looking.ctx.db, id) : null
  if (!file || !(await isVisible(looking, file))) return missing(id)
  return file
}

interface Looking extends Pick<FilesDeps, 'owners'> {
  ctx: QueryContext
  actor: Actor
}

async function isVisible(
  { ctx, actor, owners }: Looking,
  { object, recordId, createdBy, field }: FileRow,
): Promise<boolean> {
  if (recordId === null || object === null) return createdBy === ctx.user.id
  const owner = owners?.[object]
  if (owner) return owner(actor, recordId)
  if (!ctx.catalog.objects.has(object)) return false
  const isHidden = field !== null && ctx.masked?.(object).has(field)
  if (isHidden && ctx.absent?.(object).has(field)) return false
  const record = await getRecord(ctx, { object, id: recordId, fields: isHidden ? [field] : ['id'] })
  if (!record || !isHidden) return record !== null
  const shown = JSON.parse(record.json) as Record<string, Record<string, unknown> | undefined>
  return !Object.hasOwn(shown[maskedOutput] ?? {}, field)
}

const openFile = ({ id, name, size, type, sha256 }: FileRow): OpenFile => ({
  id,
  name,
  size,
  type,
  sha256,
  url: urlOf(id),
})

const urlOf = (id: string): string => `/api/files/${id}`

async function contentOf({ store }: FilesDeps, file: FileRow, range?: ByteRange): Promise<Readable> {
  const content = await store.get(file.storageKey, range)
  if (!content) throw new Error(`The content of the file ${file.id} is not in the file store`)
  return content
}

function missing(id: string): never {
  throw appError('not_found', { name: id })
}
