/**
 * Messages on their way out of the house, each over one channel: of a notification, or (`message`) of its own. A row in
 * state `queued` has a job. `fw_notification_choice` is what people have chosen for themselves: channels by kind of
 * notification, addresses by channel.
 */
export const deliveryTables = `
create table fw_delivery (
  id uuid primary key,
  notification uuid references fw_notification on delete cascade,
  channel text not null,
  key text,
  recipient uuid,
  address text,
  message jsonb,
  run uuid,
  state text not null default 'queued' check (state in ('queued', 'sent', 'skipped', 'failed')),
  attempts int not null default 0,
  error jsonb,
  reference text,
  created_at timestamptz not null default now(),
  tried_at timestamptz,
  sent_at timestamptz,
  unique (notification, channel),
  unique (channel, key)
);
create index fw_delivery_queued on fw_delivery (created_at) where state = 'queued';
create index fw_delivery_tried on fw_delivery (channel, tried_at) where tried_at is not null;
create index fw_delivery_run on fw_delivery (run) where run is not null;

create table fw_notification_choice (
  recipient uuid primary key,
  kinds jsonb not null default '{}',
  addresses jsonb not null default '{}',
  locale text check (locale in ('en', 'zh-CN'))
);`
