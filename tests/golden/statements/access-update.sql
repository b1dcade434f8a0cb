with pre as materialized (select o."id", o."version", o."owner", o."owner_department", o."category", o."areas", o."name", ((((coalesce(($14::uuid[])[width_bucket(o."owner_department", $14::uuid[])] = o."owner_department", false) and coalesce(($8::uuid[])[width_bucket(o."category", $8::uuid[])] = o."category", false) and o."areas" && $9::uuid[]) or (o."owner" = $2::uuid) or (exists (select 1
  from fw_access r13
  where r13.record_id = o."id" and r13.object = 'account' and r13.grantee = any($10::uuid[]) and r13.kind = 'member' and (r13.expires is null or r13.expires > now()))) or (exists (select 1
  from fw_access r14
  where r14.record_id = o."id" and r14.object = 'account' and r14.grantee = any($11::uuid[]) and r14.kind = 'share' and (r14.expires is null or r14.expires > now())))))) as "~readable", ((((o."owner_department" = $7::uuid and coalesce(($8::uuid[])[width_bucket(o."category", $8::uuid[])] = o."category", false) and o."areas" && $9::uuid[]) or (o."owner" = $2::uuid) or (exists (select 1
  from fw_access r15
  where r15.record_id = o."id" and r15.object = 'account' and r15.grantee = any($10::uuid[]) and r15.kind = 'member' and r15.level = 2 and (r15.expires is null or r15.expires > now()))) or (exists (select 1
  from fw_access r16
  where r16.record_id = o."id" and r16.object = 'account' and r16.grantee = any($11::uuid[]) and r16.kind = 'share' and r16.level = 2 and (r16.expires is null or r16.expires > now())))))) as "~writable"
  from "account" o
  where o."id" = $1::uuid and o."deleted_at" is null
  for no key update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint or (select epoch
  from fw_acl) <> $15::bigint then 'stale_revision' when pre."id" is null or pre."~readable" is not true then 'not_found' when pre."~writable" is not true then 'forbidden' when (($6::uuid is distinct from pre."owner")) and ((((coalesce(($12::uuid[])[width_bucket(pre."owner_department", $12::uuid[])] = pre."owner_department", false) and coalesce(($8::uuid[])[width_bucket(pre."category", $8::uuid[])] = pre."category", false) and pre."areas" && $9::uuid[]) or (pre."owner" = $2::uuid) or (exists (select 1
  from fw_access r6
  where r6.record_id = pre."id" and r6.object = 'account' and r6.grantee = any($10::uuid[]) and r6.kind = 'member' and r6.level = 2 and (r6.expires is null or r6.expires > now())))))) is not true then 'forbidden_assign' when not (($6::uuid is distinct from pre."owner")) and ((((case when $6::uuid is distinct from pre."owner" then ((select (select r2."department"
  from "employee" r2
  where r2."id" = r1."employee")
  from "user" r1
  where r1."id" = $6::uuid))::uuid else pre."owner_department" end = $7::uuid and coalesce(($8::uuid[])[width_bucket(pre."category", $8::uuid[])] = pre."category", false) and pre."areas" && $9::uuid[]) or ($6::uuid = $2::uuid) or (exists (select 1
  from fw_access r4
  where r4.record_id = pre."id" and r4.object = 'account' and r4.grantee = any($10::uuid[]) and r4.kind = 'member' and r4.level = 2 and (r4.expires is null or r4.expires > now()))) or (exists (select 1
  from fw_access r5
  where r5.record_id = pre."id" and r5.object = 'account' and r5.grantee = any($11::uuid[]) and r5.kind = 'share' and r5.level = 2 and (r5.expires is null or r5.expires > now())))))) is not true then 'forbidden_post_image' when ($6::uuid is not null and $6::uuid is distinct from pre."owner" and not exists (select 1
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
  lateral (select o."id" as "id", case when o."areas" is not null then (select json_agg(case when r7.id is not null then json_build_object('id', r7.id, 'label', (select r8."name"
  from "area" r8
  where r8."id" = r7.id and (false))) end
  order by r7.n)
  from unnest(o."areas") with ordinality r7 (id, n)) end as "areas", case when o."category" is not null then json_build_object('id', o."category", 'label', (select r9."name"
  from "category" r9
  where r9."id" = o."category" and (false))) end as "category", o."name" as "name", o."score" as "score", case when o."owner" is not null then json_build_object('id', o."owner", 'label', (select r10."name"
  from "user" r10
  where r10."id" = o."owner")) end as "owner", case when o."owner_department" is not null then json_build_object('id', o."owner_department", 'label', (select r11."name"
  from "department" r11
  where r11."id" = o."owner_department" and (false))) end as "owner_department", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select r12."name"
  from "user" r12
  where r12."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $13::text) end as "updated_by", o."version" as "version") fw_t), (select upd."version"
  from upd)
  from verdict
  left join pre on true
