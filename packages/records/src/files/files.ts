import type { Readable } from 'node:stream'
import type { Attachment, FileInfo } from '@fieldwork/database'
import type { Actor, RecordAddress } from '../types.ts'
import type { ByteRange } from './store/file-store.ts'

export interface UploadInput {
  /** as the sender calls the file */
  name: string
  /** media type as the sender calls it */
  type: string
  content: Readable
}

/** A file that the actor may read. */
export interface OpenFile extends FileInfo {
  sha256: string
}

/** A content attached to a record beside its fields. */
export interface AttachmentInput extends RecordAddress {
  file: string
  category?: string | null
  /** the attachment that it is a new version of */
  versionOf?: string | null
}

/**
 * Files of people: each is its uploader's until a record takes it, and then open to whom the record is open. Every
 * method throws AppError, not_found also for what is hidden from the actor.
 */
export interface Files {
  /** bytes that one file has at most */
  readonly maxBytes: number
  /** @throws too_large, file_refused */
  upload(actor: Actor, input: UploadInput): Promise<FileInfo>
  open(actor: Actor, id: string): Promise<OpenFile>
  /** the content of a file that `open` has given, or a part of it */
  content(actor: Actor, id: string, range?: ByteRange): Promise<Readable>
  /** a small version of an image as WebP, at most so many pixels wide and high; null where there is none */
  thumbnail(actor: Actor, id: string, size: number): Promise<Buffer | null>
  /** `deleted`: those in the recycle bin instead */
  attachments(actor: Actor, input: RecordAddress & { deleted?: boolean }): Promise<Attachment[]>
  /** refuses what `attach` would refuse, before anything is sent */
  demandAttach(actor: Actor, input: RecordAddress): Promise<void>
  /** @throws forbidden, validation_failed (the file cannot be had), attachments_off */
  attach(actor: Actor, input: AttachmentInput): Promise<Attachment>
  /** into the recycle bin, with all versions */
  detach(actor: Actor, input: RecordAddress & { file: string }): Promise<void>
  reattach(actor: Actor, input: RecordAddress & { file: string }): Promise<Attachment>
}
