with pre as materialized (select o."id", o."version", o."stage", o."amount"
  from "deal" o
  where o."id" = $1::uuid and o."deleted_at" is null
  for no key update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint then 'stale_revision' when pre."id" is null then 'not_found' when fw_is_kept(pre."id") then 'kept' when (coalesce(pre."stage", 'draft') not in ('draft')) then 'state' when ((((pre."id" is not null) and (pre."amount" > pre."amount")))) then 'rule' end as code
  from (values (1)) one
  left join pre on true),
upd as (update "deal" o
  set "stage" = 'open'::text, "version" = o."version" + 1, "updated_at" = now(), "updated_by" = $2::uuid
  from pre, verdict
  where o."id" = pre."id" and verdict.code is null
  returning o."id", o."amount", o."close_date", o."closed_at", o."customer", o."entered_on", o."is_private", o."note", o."number", o."partner", o."quantity", o."stage", o."title", o."won_on", o."created_at", o."created_by", o."updated_at", o."version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'deal', upd."id", 'transition', $2::uuid, upd."updated_at", $3::bigint, upd."version", jsonb_strip_nulls(jsonb_build_object('stage', case when pre."stage" is distinct from upd."stage" then jsonb_build_array(pre."stage", upd."stage") end)), $4::text
  from upd, pre) 
select verdict.code, case when verdict.code in ('state') then array_remove(array[case when coalesce(pre."stage", 'draft') not in ('draft') then 'from' end]::text[], null) when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when (((pre."id" is not null) and (pre."amount" > pre."amount"))) then 'rule:keep_amount' end]::text[], null) end, (select row_to_json(fw_t)::text
  from upd o,
  lateral (select o."id" as "id", o."amount" as "amount", o."close_date" as "close_date", o."closed_at" as "closed_at", case when o."customer" is not null then json_build_object('id', o."customer", 'label', (select coalesce(r1."name", '')
  from "customer" r1
  where r1."id" = o."customer")) end as "customer", ((select r2."level"
  from "customer" r2
  where r2."id" = o."customer" and r2."deleted_at" is null)) as "customer_level", o."entered_on" as "entered_on", (round(div(o."amount" * 100000000000000000::numeric, nullif('2'::numeric, 0)) * 0.00000000000000001, 16)) as "half", ((o."amount" >= '1000'::numeric)) as "is_large", o."is_private" as "is_private", o."note" as "note", o."number" as "number", case when o."partner" is not null then json_build_object('id', o."partner", 'label', (select coalesce(r3."name", '')
  from "customer" r3
  where r3."id" = o."partner")) end as "partner", o."quantity" as "quantity", o."stage" as "stage", o."title" as "title", o."won_on" as "won_on", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select coalesce(r4."name", '')
  from "user" r4
  where r4."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $5::text) end as "updated_by", o."version" as "version") fw_t), (select upd."version"
  from upd)
  from verdict
  left join pre on true
