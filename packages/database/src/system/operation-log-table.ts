/**
 * Who did what that the history of a record does not tell: log-ins, exports, prints, changes of rights and of the
 * configuration, refusals. `times` and `until` tell of one that was repeated. Nobody changes a line, not even the
 * program itself.
 */
export const operationLogTable = `
create table fw_operation (
  id bigserial primary key,
  at timestamptz not null default now(),
  until timestamptz,
  times integer not null default 1 check (times > 0),
  action text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed', 'cancelled')),
  actor uuid,
  account text,
  address text,
  session text,
  object text,
  record_id uuid,
  rows bigint,
  details jsonb not null default '{}'
);
create index fw_operation_action on fw_operation (action, id);
create index fw_operation_actor on fw_operation (actor, id);
create index fw_operation_object on fw_operation (object, id) where object is not null;
create index fw_operation_record on fw_operation (record_id, id) where record_id is not null;
create index fw_operation_at on fw_operation using brin (at) with (pages_per_range = 16, autosummarize = on);

create function fw_keep_operations() returns trigger language plpgsql as $$
begin
  raise exception 'the operation log is never changed' using errcode = 'insufficient_privilege';
end $$;
create trigger fw_operation_kept before update or delete or truncate on fw_operation
  for each statement execute function fw_keep_operations();`
