/**
 * What somebody wants to be reminded of: `at` a moment, or some time before the date in a `field` of the record. `seen`
 * is the date that `next_at` was counted from. `stopped`: the record, its date or the owner's right is gone.
 */
export const reminderTable = `
create table fw_reminder (
  id uuid primary key,
  owner uuid not null,
  object text not null,
  record uuid not null,
  note text,
  at timestamptz,
  field text,
  before_amount int not null default 0,
  before_unit text not null default 'days' check (before_unit in ('minutes', 'hours', 'days', 'weeks')),
  clock text,
  repeat text check (repeat in ('day', 'workday', 'week', 'month', 'year')),
  until date,
  channels text[],
  seen text,
  state text not null default 'waiting' check (state in ('waiting', 'told', 'stopped')),
  next_at timestamptz,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  check ((at is null) <> (field is null))
);
create index fw_reminder_due on fw_reminder (next_at) where next_at is not null;
create index fw_reminder_owner on fw_reminder (owner, id);
create index fw_reminder_field on fw_reminder (object, field) where field is not null;`
