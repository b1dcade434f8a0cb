/** Calls of inbound hooks, taken or refused, without what they carried; kept for 30 days. */
export const hookCallTable = `
create table fw_hook_call (
  id bigint generated always as identity primary key,
  hook text not null,
  key text,
  outcome text not null check (outcome in ('started', 'repeated', 'refused')),
  reason text,
  run uuid,
  address text,
  bytes int not null,
  at timestamptz not null default clock_timestamp()
);
create index fw_hook_call_hook on fw_hook_call (hook, id);
create index fw_hook_call_at on fw_hook_call (at);`
