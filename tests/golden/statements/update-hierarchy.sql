with pre as materialized (select o."id", o."version", o."parent"
  from "area" o
  where o."id" = $1::uuid and o."deleted_at" is null
  for no key update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint then 'stale_revision' when pre."id" is null then 'not_found' when ($5::uuid is not null and $5::uuid is distinct from pre."parent" and not exists (select 1
  from "area" r1
  where r1."id" = $5::uuid and r1."deleted_at" is null for key share of r1)) or ($5::uuid is distinct from pre."parent" and fw_closes_cycle('area', 'parent', pre."id", $5::uuid)) then 'unknown_reference' end as code
  from (values (1)) one
  left join pre on true),
upd as (update "area" o
  set "parent" = $5::uuid, "version" = o."version" + 1, "updated_at" = now(), "updated_by" = $2::uuid
  from pre, verdict
  where o."id" = pre."id" and verdict.code is null and (pre."parent" is distinct from $5::uuid)
  returning o."id", o."name", o."parent", o."created_at", o."created_by", o."updated_at", o."version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'area', upd."id", 'update', $2::uuid, upd."updated_at", $3::bigint, upd."version", jsonb_strip_nulls(jsonb_build_object('parent', case when pre."parent" is distinct from upd."parent" then jsonb_build_array(pre."parent", upd."parent") end)), $4::text
  from upd, pre) 
select verdict.code, case when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when $5::uuid is not null and $5::uuid is distinct from pre."parent" and not exists (select 1
  from "area" r1
  where r1."id" = $5::uuid and r1."deleted_at" is null for key share of r1) then 'field:parent' end, case when $5::uuid is distinct from pre."parent" and fw_closes_cycle('area', 'parent', pre."id", $5::uuid) then 'cycle:parent' end]::text[], null) end, (select row_to_json(fw_t)::text
  from upd o,
  lateral (select o."id" as "id", o."name" as "name", case when o."parent" is not null then json_build_object('id', o."parent", 'label', (select coalesce(r2."name", '')
  from "area" r2
  where r2."id" = o."parent")) end as "parent", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select coalesce(r3."name", '')
  from "user" r3
  where r3."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $6::text) end as "updated_by", o."version" as "version") fw_t), (select upd."version"
  from upd)
  from verdict
  left join pre on true
