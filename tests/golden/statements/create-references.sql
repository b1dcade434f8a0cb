with verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint then 'stale_revision' when ($6::uuid[] is not null and (select count(*)
  from (select v.id
  from unnest($6::uuid[]) v (id)) n) > (select count(*)
  from (select 1
  from "customer" r1
  where r1."id" in (select v.id
  from unnest($6::uuid[]) v (id)) and r1."deleted_at" is null and ((r1."owner" = $2::uuid)) and (r1."active") for key share of r1) f)) or ($7::jsonb is not null and not (case $7::jsonb->>'object' when 'customer' then exists (select 1
  from "customer" r2
  where r2."id" = ($7::jsonb->>'id')::uuid and r2."deleted_at" is null and ((r2."owner" = $2::uuid)) for key share of r2) else false end)) then 'unknown_reference' end as code),
ins as (insert into "campaign" ("id", "created_by", "updated_by", "name", "customers", "about") select $1::uuid, $2::uuid, $2::uuid, $5::text, $6::uuid[], $7::jsonb
  from verdict
  where verdict.code is null
  returning "id", "name", "customers", "about", "area", "created_at", "updated_at", "version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'campaign', ins."id", 'create', $2::uuid, ins."updated_at", $3::bigint, ins."version", '{}'::jsonb, $4::text
  from ins) 
select verdict.code, case when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when $6::uuid[] is not null and (select count(*)
  from (select v.id
  from unnest($6::uuid[]) v (id)) n) > (select count(*)
  from (select 1
  from "customer" r1
  where r1."id" in (select v.id
  from unnest($6::uuid[]) v (id)) and r1."deleted_at" is null and ((r1."owner" = $2::uuid)) and (r1."active") for key share of r1) f) then 'field:customers' end, case when $7::jsonb is not null and not (case $7::jsonb->>'object' when 'customer' then exists (select 1
  from "customer" r2
  where r2."id" = ($7::jsonb->>'id')::uuid and r2."deleted_at" is null and ((r2."owner" = $2::uuid)) for key share of r2) else false end) then 'field:about' end]::text[], null) end, (select row_to_json(fw_t)::text
  from ins o,
  lateral (select o."id" as "id", o."name" as "name", case when o."customers" is not null then (select json_agg(case when r3.id is not null then json_build_object('id', r3.id, 'label', (select coalesce(r4."name", '')
  from "customer" r4
  where r4."id" = r3.id and ((r4."owner" = $2::uuid)))) end
  order by r3.n)
  from unnest(o."customers") with ordinality r3 (id, n)) end as "customers", case when o."about" is not null then json_build_object('object', (o."about"->>'object'), 'id', (o."about"->>'id'), 'label', case (o."about"->>'object') when 'customer' then (select coalesce(r5."name", '')
  from "customer" r5
  where r5."id" = fw_try_uuid(o."about"->>'id') and ((r5."owner" = $2::uuid)))::text end) end as "about", case when o."area" is not null then json_build_object('id', o."area", 'label', (select coalesce(r6."name", '')
  from "area" r6
  where r6."id" = o."area")) end as "area", o."created_at" as "created_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $8::text) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $8::text) end as "updated_by", o."version" as "version") fw_t), 1
  from verdict
