/**
 * What is known of each file; its content is in the file store under `storage_key`. `stored` turns true once it is there
 * and false before it goes, so that nothing can take a file that is not whole. A file is its uploader's until a record
 * takes it, by a field or (field null) as an attachment; `version_of` is the first version of an attachment.
 */
export const fileTables = `
create table fw_file (
  id uuid primary key,
  name text not null,
  size bigint not null,
  type text not null,
  sha256 text not null,
  storage_key text not null,
  stored boolean not null default false,
  created_at timestamptz not null default now(),
  created_by uuid,
  object text,
  record_id uuid,
  field text,
  category text,
  version_of uuid,
  deleted_at timestamptz,
  deleted_by uuid
);
create index fw_file_record on fw_file (record_id) where record_id is not null;
create index fw_file_unused on fw_file (created_at) where record_id is null;`
