/**
 * Members of records and whom they are shared with, and the epoch of everything that is known of actors. A write to
 * what decides about access raises the epoch when it commits: in a row of its own, which no publisher waits for, and
 * at the very end, so that it is held for a moment only.
 */
export const accessTables = `
create table fw_access (
  id uuid not null unique default gen_random_uuid(),
  object text not null,
  record_id uuid not null,
  grantee uuid not null,
  kind text not null check (kind in ('member', 'share')),
  level smallint not null check (level in (1, 2)),
  source text not null default 'manual',
  granted_by uuid,
  granted_at timestamptz not null default now(),
  expires timestamptz,
  primary key (record_id, grantee, kind, source)
);
create index fw_access_grantee on fw_access (grantee, object) include (record_id, kind, level, expires);

create table fw_acl (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null
);
insert into fw_acl (epoch) values (1);

create function fw_raise_epoch() returns trigger language plpgsql as $$
begin
  if current_setting('fw.epoch_of', true) is distinct from pg_current_xact_id()::text then
    perform set_config('fw.epoch_of', pg_current_xact_id()::text, true);
    execute format('update %I.fw_acl set epoch = epoch + 1', tg_table_schema);
    perform pg_notify('fw_' || tg_table_schema, 'access');
  end if;
  return null;
end $$;`

/** When somebody logged in last decides nothing: it leaves what is known of actors as it is. */
export const quietLogins = `
create or replace function fw_raise_epoch() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'last_login_at' = to_jsonb(old) - 'last_login_at'
    and to_jsonb(new) is distinct from to_jsonb(old) then
    return null;
  end if;
  if current_setting('fw.epoch_of', true) is distinct from pg_current_xact_id()::text then
    perform set_config('fw.epoch_of', pg_current_xact_id()::text, true);
    execute format('update %I.fw_acl set epoch = epoch + 1', tg_table_schema);
    perform pg_notify('fw_' || tg_table_schema, 'access');
  end if;
  return null;
end $$;`

/** With the kind in front: who has a hundred thousand shares and is a member of nothing is found to have no membership at once. */
export const accessByKind = `
drop index fw_access_grantee;
create index fw_access_grantee on fw_access (grantee, object, kind) include (record_id, level, expires);`

/** A record is looked up among the entries in the index alone: lists of who has many shares do it for each row. */
export const accessByRecord = `
alter table fw_access drop constraint fw_access_pkey;
alter table fw_access add primary key (record_id, grantee, kind, source) include (object, level, expires);`
