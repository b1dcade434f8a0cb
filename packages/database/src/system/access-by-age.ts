/**
 * With the moment at which the record was made, which never changes: the newest records of somebody who was given a
 * hundred thousand are the first of his entries. Who adds an entry may leave the moment out.
 */
export const accessByAge = `
alter table fw_access add column created_at timestamptz;
do $$
declare
  own text;
begin
  for own in select distinct object from fw_access loop
    if to_regclass(format('%I.%I', current_schema(), own)) is not null then
      execute format('update fw_access a set created_at = r.created_at from %I.%I r'
        ' where a.object = %L and r.id = a.record_id', current_schema(), own, own);
    end if;
  end loop;
end $$;
update fw_access set created_at = granted_at where created_at is null;
alter table fw_access alter column created_at set not null;
drop index fw_access_grantee;
create index fw_access_grantee on fw_access (grantee, object, kind, created_at, record_id) include (level, expires);

create function fw_access_age() returns trigger language plpgsql as $$
begin
  execute format('select created_at from %I.%I where id = $1', tg_table_schema, new.object)
    into new.created_at using new.record_id;
  new.created_at := coalesce(new.created_at, now());
  return new;
end $$;
create trigger fw_access_age before insert on fw_access for each row when (new.created_at is null)
  execute function fw_access_age();`
