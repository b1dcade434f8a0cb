with verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint or (select epoch
  from fw_acl) <> $7::bigint then 'stale_revision' when (((($6::uuid = $2::uuid)))) is not true then 'forbidden_post_image' when ($6::uuid is not null and not exists (select 1
  from "user" r3
  where r3."id" = $6::uuid and r3."deleted_at" is null)) then 'unknown_reference' end as code),
ins as (insert into "account" ("id", "created_by", "updated_by", "name", "owner", "owner_department") select $1::uuid, $2::uuid, $2::uuid, $5::text, $6::uuid, coalesce((select (select r2."department"
  from "employee" r2
  where r2."id" = r1."employee")
  from "user" r1
  where r1."id" = $6::uuid))::uuid
  from verdict
  where verdict.code is null
  returning "id", "areas", "category", "name", "score", "owner", "owner_department", "created_at", "updated_at", "version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'account', ins."id", 'create', $2::uuid, ins."updated_at", $3::bigint, ins."version", '{}'::jsonb, $4::text
  from ins) 
select verdict.code, case when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when $6::uuid is not null and not exists (select 1
  from "user" r3
  where r3."id" = $6::uuid and r3."deleted_at" is null) then 'field:owner' end]::text[], null) end, (select row_to_json(fw_t)::text
  from ins o,
  lateral (select o."id" as "id", case when o."areas" is not null then (select json_agg(case when r4.id is not null then json_build_object('id', r4.id, 'label', null) end
  order by r4.n)
  from unnest(o."areas") with ordinality r4 (id, n)) end as "areas", case when o."category" is not null then json_build_object('id', o."category", 'label', null) end as "category", o."name" as "name", o."score" as "score", case when o."owner" is not null then json_build_object('id', o."owner", 'label', (select coalesce(r5."name", '')
  from "user" r5
  where r5."id" = o."owner")) end as "owner", case when o."owner_department" is not null then json_build_object('id', o."owner_department", 'label', null) end as "owner_department", o."created_at" as "created_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $8::text) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $8::text) end as "updated_by", o."version" as "version") fw_t), 1
  from verdict
