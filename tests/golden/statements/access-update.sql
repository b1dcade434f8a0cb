with pre as materialized (select o."id", o."version", o."owner", o."owner_department", o."category", o."areas", o."name", ((((coalesce(($14::uuid[])[width_bucket(o."owner_department", $14::uuid[])] = o."owner_department", false) and coalesce(($8::uuid[])[width_bucket(o."category", $8::uuid[])] = o."category", false) and o."areas" && $9::uuid[]) or (o."owner" = $2::uuid) or (exists (select 1
  from fw_access r9
  where r9.record_id = o."id" and r9.object = 'account' and r9.grantee = any($11::uuid[]) and ((r9.grantee = any($10::uuid[]) and r9.kind = 'member') or (r9.kind = 'share')) and (r9.expires is null or r9.expires > now())))))) as "~readable", ((((o."owner_department" = $7::uuid and coalesce(($8::uuid[])[width_bucket(o."category", $8::uuid[])] = o."category", false) and o."areas" && $9::uuid[]) or (o."owner" = $2::uuid) or (exists (select 1
  from fw_access r10
  where r10.record_id = o."id" and r10.object = 'account' and r10.grantee = any($11::uuid[]) and ((r10.grantee = any($10::uuid[]) and r10.kind = 'member' and r10.level = 2) or (r10.kind = 'share' and r10.level = 2)) and (r10.expires is null or r10.expires > now())))))) as "~writable"
  from "account" o
  where o."id" = $1::uuid and o."deleted_at" is null
  for no key update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint or (select epoch
  from fw_acl) <> $15::bigint then 'stale_revision' when pre."id" is null or pre."~readable" is not true then 'not_found' when pre."~writable" is not true then 'forbidden' when (($6::uuid is distinct from pre."owner")) and ((((coalesce(($12::uuid[])[width_bucket(pre."owner_department", $12::uuid[])] = pre."owner_department", false) and coalesce(($8::uuid[])[width_bucket(pre."category", $8::uuid[])] = pre."category", false) and pre."areas" && $9::uuid[]) or (pre."owner" = $2::uuid) or (exists (select 1
  from fw_access r5
  where r5.record_id = pre."id" and r5.object = 'account' and r5.grantee = any($10::uuid[]) and r5.kind = 'member' and r5.level = 2 and (r5.expires is null or r5.expires > now())))))) is not true then 'forbidden_assign' when not (($6::uuid is distinct from pre."owner")) and ((((case when $6::uuid is distinct from pre."owner" then ((select (select r2."department"
  from "employee" r2
  where r2."id" = r1."employee")
  from "user" r1
  where r1."id" = $6::uuid))::uuid else pre."owner_department" end = $7::uuid and coalesce(($8::uuid[])[width_bucket(pre."category", $8::uuid[])] = pre."category", false) and pre."areas" && $9::uuid[]) or ($6::uuid = $2::uuid) or (exists (select 1
  from fw_access r4
  where r4.record_id = pre."id" and r4.object = 'account' and r4.grantee = any($11::uuid[]) and ((r4.grantee = any($10::uuid[]) and r4.kind = 'member' and r4.level = 2) or (r4.kind = 'share' and r4.level = 2)) and (r4.expires is null or r4.expires > now())))))) is not true then 'forbidden_post_image' when ($6::uuid is not null and $6::uuid is distinct from pre."owner" and not exists (select 1
  from "user" r3
  where r3."id" = $6::uuid and r3."deleted_at" is null)) then 'unknown_reference' end as code
  from (values (1)) one
  left join pre on true),
upd as (update "account" o
  set "name" = $5::text, "owner" = $6::uuid, "owner_department" = case when $6::uuid is distinct from pre."owner" then ((select (select r2."department"
  from "employee" r2
  where r2."id" = r1."employee")
  from "user" r1
  where r1."id" = $6::uuid))::uuid else pre."owner_department" end, "version" = o."version" + 1, "updated_at" = now(), "updated_by" = $2::uuid
  from pre, verdict
  where o."id" = pre."id" and verdict.code is null and (pre."name" is distinct from $5::text or pre."owner" is distinct from $6::uuid)
  returning o."id", o."areas", o."category", o."name", o."score", o."owner", o."owner_department", o."created_at", o."created_by", o."updated_at", o."version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'account', upd."id", 'update', $2::uuid, upd."updated_at", $3::bigint, upd."version", jsonb_strip_nulls(jsonb_build_object('name', case when pre."name" is distinct from upd."name" then jsonb_build_array(pre."name", upd."name") end, 'owner', case when pre."owner" is distinct from upd."owner" then jsonb_build_array(pre."owner", upd."owner") end, 'owner_department', case when pre."owner_department" is distinct from upd."owner_department" then jsonb_build_array(pre."owner_department", upd."owner_department") end)), $4::text
  from upd, pre) 
select verdict.code, case when verdict.code in ('forbidden_assign') then array_remove(array[case when $6::uuid is distinct from pre."owner" then 'assign:owner' end]::text[], null) when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when $6::uuid is not null and $6::uuid is distinct from pre."owner" and not exists (select 1
  from "user" r3
  where r3."id" = $6::uuid and r3."deleted_at" is null) then 'field:owner' end]::text[], null) end, (select row_to_json(fw_t)::text
  from upd o,
  lateral (select o."id" as "id", case when o."areas" is not null then (select json_agg(case when r6.id is not null then json_build_object('id', r6.id, 'label', null) end
  order by r6.n)
  from unnest(o."areas") with ordinality r6 (id, n)) end as "areas", case when o."category" is not null then json_build_object('id', o."category", 'label', null) end as "category", o."name" as "name", o."score" as "score", case when o."owner" is not null then json_build_object('id', o."owner", 'label', (select coalesce(r7."name", '')
  from "user" r7
  where r7."id" = o."owner")) end as "owner", case when o."owner_department" is not null then json_build_object('id', o."owner_department", 'label', null) end as "owner_department", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select coalesce(r8."name", '')
  from "user" r8
  where r8."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $13::text) end as "updated_by", o."version" as "version") fw_t), (select upd."version"
  from upd)
  from verdict
  left join pre on true
