const cause = `nullif(current_setting('fw.cause', true), '')::jsonb`

/**
 * `fw_outbox` is what writes tell to those who listen, in the statement that writes; who takes a row away has done what
 * it asks for, or has jobs for it, in the same transaction. `not_before` is set where that failed: infinity is never.
 *
 * `fw_worker` says which workers are alive, by the name under which they hold jobs; `fw_sweep` sets the jobs of this
 * workspace free whose worker has been silent for so long, and returns the silent ones. `fw_schedule` keeps the moment
 * up to which a schedule has been looked after.
 */
export const jobTables = `
create table fw_outbox (
  id bigint generated always as identity primary key,
  event bigint not null,
  listener text not null,
  depth smallint not null default coalesce((${cause} ->> 'depth')::smallint, 0),
  root uuid default (${cause} ->> 'root')::uuid,
  created_at timestamptz not null default now(),
  attempts smallint not null default 0,
  not_before timestamptz,
  error jsonb
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table fw_worker (
  pool text primary key,
  host text not null,
  started_at timestamptz not null default now(),
  seen timestamptz not null default now()
);

create table fw_schedule (
  name text primary key,
  seen timestamptz not null default now()
);

create function fw_sweep(silent interval) returns text[] language plpgsql as $$
declare
  ids text[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended(current_schema() || ':sweep', 0)) then return '{}'; end if;
  perform set_config('lock_timeout', '2s', true);
  delete from fw_worker where seen < now() - greatest(silent * 10, interval '1 hour');
  select array_agg(distinct j.locked_by) into ids
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where j.locked_at < now() - silent and starts_with(t.identifier, current_schema() || ':')
    and not exists (select from fw_worker w where w.pool = j.locked_by and w.seen > now() - silent);
  if ids is null then return '{}'; end if;
  perform graphile_worker.force_unlock_workers(ids);
  perform pg_notify('jobs:insert', '{"r":"1","count":100}');
  return ids;
end $$;`
