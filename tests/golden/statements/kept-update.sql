with pre as materialized (select o."id", o."version", o."amount", o."customer"
  from "deal" o
  where o."id" = $1::uuid and o."deleted_at" is null
  for no key update),
verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint then 'stale_revision' when pre."id" is null then 'not_found' when fw_is_kept(pre."id") then 'kept' when ((((((select r1."level"
  from "customer" r1
  where r1."id" = pre."customer") = 'lead'::text) and ($5::numeric(20,2) > '5000'::numeric))) and ($5::numeric(20,2) is distinct from pre."amount" or ((((select r2."level"
  from "customer" r2
  where r2."id" = pre."customer") = 'lead'::text) and (pre."amount" > '5000'::numeric))) is not true))) or ((((pre."id" is not null) and (pre."amount" > $5::numeric(20,2))))) or (((($5::numeric(20,2) > '1000000'::numeric)) and ($5::numeric(20,2) is distinct from pre."amount" or ((pre."amount" > '1000000'::numeric)) is not true))) then 'rule' end as code
  from (values (1)) one
  left join pre on true),
upd as (update "deal" o
  set "amount" = $5::numeric(20,2), "version" = o."version" + 1, "updated_at" = now(), "updated_by" = $2::uuid
  from pre, verdict
  where o."id" = pre."id" and verdict.code is null and (pre."amount" is distinct from $5::numeric(20,2))
  returning o."id", o."amount", o."close_date", o."closed_at", o."customer", o."entered_on", o."is_private", o."note", o."number", o."partner", o."quantity", o."stage", o."title", o."won_on", o."created_at", o."created_by", o."updated_at", o."version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'deal', upd."id", 'update', $2::uuid, upd."updated_at", $3::bigint, upd."version", jsonb_strip_nulls(jsonb_build_object('amount', case when pre."amount" is distinct from upd."amount" then jsonb_build_array(pre."amount", upd."amount") end)), $4::text
  from upd, pre) 
select verdict.code, case when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when (((((select r1."level"
  from "customer" r1
  where r1."id" = pre."customer") = 'lead'::text) and ($5::numeric(20,2) > '5000'::numeric))) and ($5::numeric(20,2) is distinct from pre."amount" or ((((select r2."level"
  from "customer" r2
  where r2."id" = pre."customer") = 'lead'::text) and (pre."amount" > '5000'::numeric))) is not true)) then 'rule:gold_only' end, case when (((pre."id" is not null) and (pre."amount" > $5::numeric(20,2)))) then 'rule:keep_amount' end, case when ((($5::numeric(20,2) > '1000000'::numeric)) and ($5::numeric(20,2) is distinct from pre."amount" or ((pre."amount" > '1000000'::numeric)) is not true)) then 'rule:too_dear' end]::text[], null) end, (select row_to_json(fw_t)::text
  from upd o,
  lateral (select o."id" as "id", o."amount" as "amount", o."close_date" as "close_date", o."closed_at" as "closed_at", case when o."customer" is not null then json_build_object('id', o."customer", 'label', (select coalesce(r3."name", '')
  from "customer" r3
  where r3."id" = o."customer")) end as "customer", ((select r4."level"
  from "customer" r4
  where r4."id" = o."customer" and r4."deleted_at" is null)) as "customer_level", o."entered_on" as "entered_on", (round(div(o."amount" * 100000000000000000::numeric, nullif('2'::numeric, 0)) * 0.00000000000000001, 16)) as "half", ((o."amount" >= '1000'::numeric)) as "is_large", o."is_private" as "is_private", o."note" as "note", o."number" as "number", case when o."partner" is not null then json_build_object('id', o."partner", 'label', (select coalesce(r5."name", '')
  from "customer" r5
  where r5."id" = o."partner")) end as "partner", o."quantity" as "quantity", o."stage" as "stage", o."title" as "title", o."won_on" as "won_on", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select coalesce(r6."name", '')
  from "user" r6
  where r6."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $6::text) end as "updated_by", o."version" as "version") fw_t), (select upd."version"
  from upd)
  from verdict
  left join pre on true
