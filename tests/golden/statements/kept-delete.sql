with pre as materialized (select o."id", o."version"
  from "deal" o
  where o."id" = $1::uuid and o."deleted_at" is null for update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint then 'stale_revision' when pre."id" is null then 'not_found' when fw_is_kept(pre."id") then 'kept' end as code
  from (values (1)) one
  left join pre on true),
upd as (update "deal" o
  set "deleted_at" = now(), "deleted_by" = $2::uuid, "updated_at" = now(), "version" = o."version" + 1
  from pre, verdict
  where o."id" = pre."id" and verdict.code is null
  returning o."id", o."version", o."updated_at"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'deal', upd."id", 'delete', $2::uuid, upd."updated_at", $3::bigint, upd."version", '{}'::jsonb, $4::text
  from upd) 
select verdict.code, null::text[], null, (select upd."version"
  from upd)
  from verdict
