/**
 * Workflows at work. `fw_workflow_version` keeps every definition that a run has begun with, so that it can go on after
 * a change. A row of `fw_run_step` in state `queued` has a job; `due_at` says when. `iteration` is the rounds of the
 * loops around a node, outermost first, such as `3.0`. `fw_wait` is what runs wait for without holding anything.
 */
export const runTables = `
create table fw_workflow_version (
  version text primary key,
  workflow text not null,
  revision bigint not null,
  definition jsonb not null,
  created_at timestamptz not null default now()
);

create table fw_run (
  id uuid primary key,
  workflow text not null,
  version text not null,
  object text,
  record uuid,
  event bigint,
  key text,
  trigger text not null,
  parent jsonb,
  root uuid not null,
  depth smallint not null default 0,
  actor uuid,
  identity text not null check (identity in ('system', 'trigger-user')),
  state text not null default 'queued' check (state in ('queued', 'running', 'waiting', 'done', 'failed', 'cancelled')),
  vars jsonb not null default '{}',
  steps int not null default 0,
  dry boolean not null default false,
  error jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (event, workflow),
  unique (workflow, key)
);
create index fw_run_record on fw_run (record, id) where record is not null;
create index fw_run_workflow on fw_run (workflow, id);
create index fw_run_root on fw_run (root);
create index fw_run_open on fw_run (state) where state in ('queued', 'running', 'waiting');

create table fw_run_step (
  run uuid not null references fw_run on delete cascade,
  node text not null,
  iteration text not null default '',
  step text not null,
  state text not null check (state in ('queued', 'running', 'waiting', 'done', 'failed', 'cancelled')),
  attempt smallint not null default 0,
  due_at timestamptz,
  wake jsonb,
  input jsonb,
  output jsonb,
  branch text,
  items jsonb,
  round int,
  open int,
  error jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (run, node, iteration)
);
create index fw_run_step_queued on fw_run_step (due_at) where state = 'queued';

create table fw_wait (
  run uuid not null,
  node text not null,
  iteration text not null,
  kind text not null check (kind in ('time', 'condition', 'event', 'approval', 'run', 'hook')),
  until timestamptz,
  object text,
  record uuid,
  key text,
  created_at timestamptz not null default now(),
  primary key (run, node, iteration),
  foreign key (run, node, iteration) references fw_run_step on delete cascade
);
create index fw_wait_until on fw_wait (until) where until is not null;
create index fw_wait_record on fw_wait (record) where record is not null;
create index fw_wait_key on fw_wait (kind, key) where key is not null;

alter table fw_event add column cause uuid
  default (nullif(current_setting('fw.cause', true), '')::jsonb ->> 'run')::uuid;
create index fw_event_cause on fw_event (cause) where cause is not null;`
