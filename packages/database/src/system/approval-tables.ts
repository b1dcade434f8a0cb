/**
 * Approvals: what was submitted and where it stands, who is asked, and everything that happened. A running approval
 * keeps the chain as it was when it began; of one record at most one is pending.
 */
export const approvalTables = `
create table fw_approval_version (
  hash text primary key,
  chain text not null,
  definition json not null,
  created_at timestamptz not null default now()
);
create table fw_approval (
  id uuid primary key,
  chain text not null,
  version text not null references fw_approval_version,
  revision bigint not null,
  object text not null,
  record_id uuid not null,
  label text,
  submitter uuid not null,
  comment text,
  chosen jsonb not null default '{}',
  state text not null check (state in ('pending', 'approved', 'rejected', 'returned', 'recalled', 'deleted')),
  step text,
  visit integer not null default 0,
  round integer not null default 1,
  returned_from text,
  authorised numeric,
  created_at timestamptz not null default now(),
  submitted_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index fw_approval_pending on fw_approval (record_id) where state = 'pending';
create index fw_approval_record on fw_approval (record_id, created_at);
create index fw_approval_submitter on fw_approval (submitter, created_at);

create table fw_approval_task (
  id uuid primary key,
  approval uuid not null references fw_approval on delete cascade,
  object text not null,
  record_id uuid not null,
  step text not null,
  visit integer not null,
  kind text not null check (kind in ('decide', 'advise', 'notify')),
  grp text,
  place integer not null,
  parent uuid references fw_approval_task on delete cascade,
  added text check (added in ('before', 'after')),
  assignee uuid not null,
  behalf uuid,
  source text not null,
  state text not null check (state in ('waiting', 'pending', 'done', 'cancelled')),
  opinion text check (opinion in ('agree', 'disagree', 'advise', 'return')),
  comment text,
  due timestamptz,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid
);
create index fw_approval_task_approval on fw_approval_task (approval, visit);
create index fw_approval_task_assignee on fw_approval_task (assignee, created_at) include (state, kind);
create index fw_approval_task_reads on fw_approval_task (assignee, object) include (record_id) where state = 'pending';

create table fw_approval_event (
  id bigint generated always as identity primary key,
  approval uuid not null references fw_approval on delete cascade,
  task uuid,
  step text,
  action text not null,
  actor uuid,
  behalf uuid,
  target uuid,
  comment text,
  details jsonb,
  at timestamptz not null default clock_timestamp()
);
create index fw_approval_event_approval on fw_approval_event (approval, id);

create table fw_approval_timer (
  id uuid primary key,
  approval uuid not null references fw_approval on delete cascade,
  visit integer not null,
  kind text not null check (kind in ('remind', 'escalate')),
  key text not null,
  at timestamptz not null,
  done boolean not null default false
);
create index fw_approval_timer_at on fw_approval_timer (at) where not done;

create table fw_approval_link (
  hash text primary key,
  task uuid not null references fw_approval_task on delete cascade,
  assignee uuid not null,
  expires timestamptz not null,
  used_at timestamptz
);`

/** Writes of an approval have it as their cause, where no run has. */
export const causesOfApprovals = `
alter table fw_event alter column cause set default coalesce(
  (nullif(current_setting('fw.cause', true), '')::jsonb ->> 'run')::uuid,
  nullif(current_setting('fw.approval', true), '')::uuid)`

/** Whatever still waits, for the sweep and for catalogs. */
export const openApprovals = `
create index fw_approval_open on fw_approval (object, record_id) where state in ('pending', 'returned')`

/**
 * Whether an approval is under way that keeps the record as it is, and is not the one that writes. Volatile, so that it
 * sees what was committed while the statement that asks waited for the record.
 */
export const keptRecords = `
create function fw_is_kept(asked uuid) returns boolean language plpgsql volatile as $$
begin
  return exists (select from fw_approval a where a.record_id = asked and a.state = 'pending'
    and a.id::text is distinct from current_setting('fw.approval', true));
end $$;`
