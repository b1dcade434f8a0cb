/**
 * The backups that this installation has, wherever their files are; `task` is what is done to one at the moment.
 * `due` is the moment of the schedule that it was made for: of several nodes one makes it.
 */
export const backupTable = `
create table fw_backup (
  id uuid primary key,
  reason text not null check (reason in ('manual', 'schedule', 'restore')),
  due timestamptz unique,
  note text,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  task uuid,
  storage_key text,
  encrypted boolean not null default false,
  with_files boolean not null default true,
  size bigint,
  sha256 text,
  content jsonb,
  error jsonb,
  verified jsonb,
  actor uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  restored_at timestamptz
);
create index fw_backup_created on fw_backup (created_at);`
