import { accessByAge } from './access-by-age.ts'
import { accessByKind, accessByRecord, accessTables, quietLogins } from './access-tables.ts'
import { approvalTables, causesOfApprovals, keptRecords, openApprovals } from './approval-tables.ts'
import { attemptTable } from './attempt-table.ts'
import { answersOfTheMoment } from './answers-of-the-moment.ts'
import { backupTable } from './backup-table.ts'
import { callTable } from './call-table.ts'
import { credentialChanges } from './credential-changes.ts'
import { deadlineTables } from './deadline-tables.ts'
import { deliveryTables } from './delivery-tables.ts'
import { fileTables } from './file-tables.ts'
import { idempotency } from './idempotency-tables.ts'
import { hookCallTable } from './hook-call-table.ts'
import { reminderTable } from './reminder-table.ts'
import { identityTables } from './identity-tables.ts'
import { jobTables } from './job-tables.ts'
import { matchKeys } from './match-keys.ts'
import { notificationTable } from './notification-table.ts'
import { openStepsIndex, runStepIndexes } from './run-step-indexes.ts'
import { runTables } from './run-tables.ts'
import { unreadIndex } from './unread-index.ts'
import { waitsLookedAt } from './wait-look.ts'
import { operationLogTable } from './operation-log-table.ts'

/** One change of the system tables. Runs once in each workspace, in order; a released one is never edited. */
export interface Migration {
  version: number
  name: string
  sql: string
}

/** `fw_definition.body` is `json`, not `jsonb`: the order of keys is the author's and decides the order of display. */
const definitions = `
create table fw_revision (
  only_row boolean primary key default true check (only_row),
  revision bigint not null,
  at timestamptz not null
);
insert into fw_revision (revision, at) values (0, now());

create table fw_definition (
  layer text not null,
  kind text not null,
  name text not null,
  body json not null,
  primary key (layer, kind, name)
);

create table fw_metadata_history (
  revision bigint primary key,
  at timestamptz not null default now(),
  actor uuid,
  message text,
  changes json not null
);

create table fw_setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);`

/** Which column holds which field: physical names never change, and a dropped field's column waits for its return. */
const registry = `
create table fw_table (
  object text primary key,
  dropped_at timestamptz
);

create table fw_column (
  object text not null,
  field text not null,
  column_name text not null,
  sql_type text not null,
  reference text,
  dropped_at timestamptz,
  primary key (object, column_name)
);
create unique index fw_column_live on fw_column (object, field) where dropped_at is null;`

/** Written in the same statement as every row, so: one index besides the key, no checks, no foreign keys. */
const events = `
create table fw_event (
  id bigserial primary key,
  object text not null,
  record_id uuid not null,
  op text not null,
  actor uuid,
  at timestamptz not null default now(),
  revision bigint not null,
  version integer,
  changes jsonb not null,
  reason text
);
create index fw_event_record on fw_event (object, record_id, id);

create table fw_sequence (
  object text not null,
  field text not null,
  period text not null,
  value bigint not null,
  primary key (object, field, period)
) with (fillfactor = 50);`

/** Secrets are stored as hashes only. */
const identities = `
create table fw_identity (
  user_id uuid primary key,
  username text not null,
  password_hash text not null,
  must_change_password boolean not null default false,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  password_changed_at timestamptz not null default now(),
  last_login_at timestamptz
);
create unique index fw_identity_username on fw_identity (lower(username));

create table fw_session (
  token_hash text primary key,
  user_id uuid not null,
  csrf text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  address text,
  agent text
);
create index fw_session_user on fw_session (user_id);
create index fw_session_expires on fw_session (expires_at);

create table fw_token (
  id uuid primary key,
  user_id uuid not null,
  name text not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index fw_token_user on fw_token (user_id);`

/**
 * Casts that give null instead of an error (PostgreSQL has `pg_input_is_valid` only from 16 on). The patterns keep
 * out what PostgreSQL would accept but nobody means: NaN, infinity, tomorrow. Not `strict`, since only then does
 * PostgreSQL inline them.
 */
const casts = `
create function fw_try_numeric(value text) returns numeric language sql immutable as $$
  select case
    when value ~ '^ *[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})? *$' and length(value) < 100 then value::numeric
  end
$$;

create function fw_try_date(value text) returns date language sql immutable strict as $$
  select case
    when month between 1 and 12 and day between 1 and extract(day from make_date(year, month, 1) + interval '1 month - 1 day')
    then make_date(year, month, day)
  end
  from (select parts[1]::int as year, parts[2]::int as month, parts[3]::int as day
    from regexp_match(value, '^ *((?!0000)[0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])') parts) date
$$;

create function fw_try_timestamptz(value text, zone text) returns timestamptz language plpgsql stable strict as $$
begin
  if value !~ '^ *[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' then return null; end if;
  if value ~ '(Z|[+-][0-9]{2}(:?[0-9]{2})?) *$' and value ~ ':' then return value::timestamptz; end if;
  return value::timestamp at time zone zone;
exception when others then return null;
end $$;

create function fw_try_uuid(value text) returns uuid language sql immutable as $$
  select case when value ~* '^ *[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} *$' then trim(value)::uuid end
$$;

create function fw_try_boolean(value text) returns boolean language sql immutable as $$
  select case
    when lower(trim(value)) in ('true', 't', 'yes', 'y', 'on', '1', '是', '对', '真') then true
    when lower(trim(value)) in ('false', 'f', 'no', 'n', 'off', '0', '否', '错', '假') then false
  end
$$;`

/**
 * Which revisions a column held its field in: `[5, 8)` is from 5 to before 8. And what the program itself says of a
 * revision is in every language; a person's words are in `message` alone.
 */
const revisions = `
alter table fw_column add column uses int8multirange not null default '{}';
update fw_column set uses = '{[0,)}' where dropped_at is null;

alter table fw_metadata_history add column words jsonb;
update fw_metadata_history
  set words = jsonb_build_object('en', message, 'zh-CN', '安装' || substr(message, length('Install') + 1))
  where actor is null and message like 'Install %';`

/**
 * Long work beside the requests. `claim` is who works on it now; a commit under another claim is refused. `key` names
 * what is worked on, and at most one task that is not done may work on it.
 */
const tasks = `
create table fw_task (
  id uuid primary key,
  kind text not null,
  key text,
  args jsonb not null,
  label jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  cancelling boolean not null default false,
  done bigint not null default 0,
  total bigint,
  cursor jsonb,
  error jsonb,
  attempts integer not null default 0,
  not_before timestamptz not null default now(),
  claim uuid,
  actor uuid,
  revision bigint not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz
) with (fillfactor = 70);
create index fw_task_open on fw_task (created_at) where state in ('queued', 'running');
create unique index fw_task_key on fw_task (key) where state <> 'done';`

/** Where a package upgrade and the workspace's own changes disagree, until somebody decides; then who did, and how. */
const conflicts = `
create table fw_conflict (
  id uuid primary key,
  kind text not null,
  name text not null,
  path text not null,
  reason text not null,
  applied boolean not null,
  base json,
  theirs json,
  ours json not null,
  target text,
  message jsonb,
  package text not null,
  from_version text,
  to_version text,
  revision bigint not null,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by uuid,
  taken text
);
create unique index fw_conflict_open on fw_conflict (kind, name, path) where resolved_at is null and applied;`

/** Ids are unique over all objects, so the object's name in front only made every insert compare more. */
const eventsOfRecords = `
create index fw_event_of_record on fw_event (record_id, id);
drop index fw_event_record;`

/** What has become of records: one row for each record that a conversion has made or taken. */
const conversions = `
create table fw_conversion (
  id uuid primary key,
  conversion text not null,
  source_object text not null,
  source_id uuid not null,
  target text not null,
  target_object text not null,
  target_id uuid not null,
  is_new boolean not null,
  at timestamptz not null default now(),
  actor uuid
);
create index fw_conversion_source on fw_conversion (source_id);
create index fw_conversion_target on fw_conversion (target_id);`

/** What else happened at a moment; events are stored in the order of time, so that the index is small and cheap to keep. */
const momentsOfEvents = `
create index fw_event_at on fw_event using brin (at) with (pages_per_range = 16, autosummarize = on);`

/** Which packages a revision changed, so that it can be taken back. */
const releases = `alter table fw_metadata_history add column releases jsonb;`

/** For whom a write was done, by rights that were lent to who did it: said once for the transaction. */
const behalf = `
alter table fw_event add column behalf uuid default nullif(current_setting('fw.behalf', true), '')::uuid;`

/** What a conversion took of quantities, and whether it was given back. */
const undoneConversions = `
alter table fw_conversion add column taken jsonb not null default '[]';
alter table fw_conversion add column undone_at timestamptz;`

export const migrations: readonly Migration[] = [
  { version: 1, name: 'definitions', sql: definitions },
  { version: 2, name: 'registry', sql: registry },
  { version: 3, name: 'events', sql: events },
  { version: 4, name: 'identities', sql: identities },
  { version: 5, name: 'casts', sql: casts },
  { version: 6, name: 'revisions', sql: revisions },
  { version: 7, name: 'tasks', sql: tasks },
  { version: 8, name: 'answers of the moment', sql: answersOfTheMoment },
  { version: 9, name: 'idempotency', sql: idempotency },
  { version: 10, name: 'conflicts', sql: conflicts },
  { version: 11, name: 'events of records', sql: eventsOfRecords },
  { version: 12, name: 'match keys', sql: matchKeys },
  { version: 13, name: 'files', sql: fileTables },
  { version: 14, name: 'conversions', sql: conversions },
  { version: 15, name: 'moments of events', sql: momentsOfEvents },
  { version: 16, name: 'releases', sql: releases },
  { version: 17, name: 'access', sql: accessTables },
  { version: 18, name: 'operation log', sql: operationLogTable },
  { version: 19, name: 'second factors, devices, log-ins', sql: identityTables },
  { version: 20, name: 'changes of credentials', sql: credentialChanges },
  { version: 21, name: 'access by kind', sql: accessByKind },
  { version: 22, name: 'backups', sql: backupTable },
  { version: 23, name: 'writes on behalf of others', sql: behalf },
  { version: 24, name: 'access by record', sql: accessByRecord },
  { version: 25, name: 'attempts to log in', sql: attemptTable },
  { version: 26, name: 'notifications', sql: notificationTable },
  { version: 27, name: 'outbox and workers', sql: jobTables },
  { version: 28, name: 'access by age', sql: accessByAge },
  { version: 29, name: 'deadlines', sql: deadlineTables },
  { version: 30, name: 'runs of workflows', sql: runTables },
  { version: 31, name: 'approvals', sql: approvalTables },
  { version: 32, name: 'what is unread', sql: unreadIndex },
  { version: 33, name: 'calls of services outside', sql: callTable },
  { version: 34, name: 'open approvals', sql: openApprovals },
  { version: 35, name: 'deliveries', sql: deliveryTables },
  { version: 36, name: 'calls of hooks', sql: hookCallTable },
  { version: 37, name: 'reminders', sql: reminderTable },
  { version: 38, name: 'undone conversions', sql: undoneConversions },
  { version: 39, name: 'long runs', sql: runStepIndexes },
  { version: 40, name: 'open steps', sql: openStepsIndex },
  { version: 41, name: 'quiet log-ins', sql: quietLogins },
  { version: 42, name: 'writes of approvals', sql: causesOfApprovals },
  { version: 43, name: 'records kept by approvals', sql: keptRecords },
  { version: 44, name: 'waits looked at again', sql: waitsLookedAt },
]
