with pre as materialized (select o."id", o."version", o."owner", o."credit"
  from "customer" o
  where o."id" = $1::uuid and o."deleted_at" is null
  for no key update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint or (select epoch
  from fw_acl) <> $8::bigint then 'stale_revision' when pre."id" is null then 'not_found' when (((((pre."owner" = $2::uuid) or (exists (select 1
  from fw_access r1
  where r1.record_id = pre."id" and r1.object = 'customer' and r1.grantee = any($6::uuid[]) and r1.kind = 'share' and r1.level = 2 and (r1.expires is null or r1.expires > now())))))) is not true) then 'forbidden_field' end as code
  from (values (1)) one
  left join pre on true),
upd as (update "customer" o
  set "credit" = $5::numeric(20,2), "version" = o."version" + 1, "updated_at" = now(), "updated_by" = $2::uuid
  from pre, verdict
  where o."id" = pre."id" and verdict.code is null and (pre."credit" is distinct from $5::numeric(20,2))
  returning o."id", o."active", o."owner", o."code", o."credit", o."level", o."name", o."region", o."created_at", o."created_by", o."updated_at", o."version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'customer', upd."id", 'update', $2::uuid, upd."updated_at", $3::bigint, upd."version", jsonb_strip_nulls(jsonb_build_object('credit', case when pre."credit" is distinct from upd."credit" then jsonb_build_array(pre."credit", upd."credit") end)), $4::text
  from upd, pre) 
select verdict.code, case when verdict.code in ('forbidden_field') then array_remove(array[case when ((((pre."owner" = $2::uuid) or (exists (select 1
  from fw_access r1
  where r1.record_id = pre."id" and r1.object = 'customer' and r1.grantee = any($6::uuid[]) and r1.kind = 'share' and r1.level = 2 and (r1.expires is null or r1.expires > now())))))) is not true then 'write:credit' end]::text[], null) end, (select row_to_json(fw_t)::text
  from upd o,
  lateral (select o."id" as "id", o."active" as "active", case when r2.c0 then o."code" end as "code", case when r2.c0 then o."credit" end as "credit", o."level" as "level", o."name" as "name", case when o."region" is not null then json_build_object('id', o."region", 'label', null) end as "region", case when o."owner" is not null then json_build_object('id', o."owner", 'label', (select coalesce(r4."name", '')
  from "user" r4
  where r4."id" = o."owner")) end as "owner", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select coalesce(r5."name", '')
  from "user" r5
  where r5."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $7::text) end as "updated_by", o."version" as "version", case when r2.c0 then '{}'::jsonb else jsonb_build_object('code', null::text, 'credit', '••••') end as "_masked"
  from (select ((((o."owner" = $2::uuid) or (exists (select 1
  from fw_access r3
  where r3.record_id = o."id" and r3.object = 'customer' and r3.grantee = any($6::uuid[]) and r3.kind = 'share' and (r3.expires is null or r3.expires > now())))))) is true as c0 offset 0) r2) fw_t), (select upd."version"
  from upd)
  from verdict
  left join pre on true
