/**
 * What people have been told, newest last by id. Of those with a key, only one per recipient waits unread.
 * `channels` are the ways besides the application itself.
 */
export const notificationTable = `
create table fw_notification (
  id uuid primary key,
  recipient uuid not null,
  kind text not null,
  title jsonb not null,
  body jsonb,
  object text,
  record uuid,
  link text,
  actions jsonb,
  key text,
  channels text[] not null default '{}',
  read_at timestamptz,
  snoozed_until timestamptz,
  created_at timestamptz not null default now()
);
create index fw_notification_recipient on fw_notification (recipient, id);
create unique index fw_notification_key on fw_notification (recipient, key) where read_at is null and key is not null;
create index fw_notification_record on fw_notification (object, record) where record is not null;`
