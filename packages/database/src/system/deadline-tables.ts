/**
 * Deadlines of records: one row for each rule and record, and for each period of a rule that has periods. `told` are
 * the moments that are done with, `next_at` the next one. Rows are closed (met, void), never deleted.
 */
export const deadlineTables = `
create table fw_deadline (
  id uuid primary key,
  rule text not null,
  object text not null,
  record uuid not null,
  period text not null default '',
  state text not null check (state in ('open', 'paused', 'met', 'missed', 'void')),
  started_at timestamptz not null,
  due_at timestamptz not null,
  responsible uuid[] not null default '{}',
  escalated uuid[] not null default '{}',
  told text[] not null default '{}',
  next_at timestamptz,
  met_at timestamptz,
  missed_at timestamptz,
  paused_at timestamptz,
  paused_ms bigint not null default 0,
  created_at timestamptz not null default now(),
  unique (record, rule, period)
);
create index fw_deadline_next on fw_deadline (next_at) where next_at is not null;
create index fw_deadline_due on fw_deadline (state, due_at, id);
create index fw_deadline_responsible on fw_deadline using gin (responsible);
create index fw_deadline_rule_state on fw_deadline (rule, period, state);

create table fw_deadline_event (
  id bigint generated always as identity primary key,
  deadline uuid not null,
  at timestamptz not null default now(),
  kind text not null,
  details jsonb
);
create index fw_deadline_event_of on fw_deadline_event (deadline, id);

create table fw_deadline_rule (
  rule text primary key,
  state text not null,
  cursor uuid,
  filled_at timestamptz,
  period text
);`
