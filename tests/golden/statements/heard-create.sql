with verdict as materialized (select case when (select revision
  from fw_revision) <> $3::bigint then 'stale_revision' when (((((select r1."level"
  from "customer" r1
  where r1."id" = null::uuid) = 'lead'::text) and ($5::numeric(20,2) > '5000'::numeric)))) or ((((null::uuid is not null) and (null::numeric > $5::numeric(20,2))))) or ((((null::uuid is null) and (null::bigint > '100'::bigint)))) or ((($5::numeric(20,2) > '1000000'::numeric))) then 'rule' end as code),
seq0 as (insert into fw_sequence as s (object, field, period, value) select 'deal', 'number', left(to_char((now() at time zone 'Asia/Shanghai'), 'YYYY-MM-DD'), 4), 1
  from verdict
  where verdict.code is null on conflict (object, field, period) do update
  set value = s.value + 1
  returning value),
ins as (insert into "deal" ("id", "created_by", "updated_by", "amount", "entered_on", "is_private", "stage", "title", "number") select $1::uuid, $2::uuid, $2::uuid, $5::numeric(20,2), $6::date, $7::boolean, $8::text, $9::text, ('D-' || to_char((now() at time zone 'Asia/Shanghai'), 'YYYY') || '-' || lpad(seq0.value::text, greatest(4, length(seq0.value::text)), '0'))
  from verdict, seq0
  where verdict.code is null
  returning "id", "amount", "close_date", "closed_at", "customer", "entered_on", "is_private", "note", "number", "partner", "quantity", "stage", "title", "won_on", "created_at", "updated_at", "version"),
ev as (insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason) select 'deal', ins."id", 'create', $2::uuid, ins."updated_at", $3::bigint, ins."version", '{}'::jsonb, $4::text
  from ins
  returning "id", "record_id"),
ev_told as (insert into fw_outbox (event, listener) select ev."id", fw_w.listener
  from ev join ins on ins."id" = ev."record_id" cross join
  lateral (values ('workflow:large', (((ins."amount" > '1000'::numeric) or ((select r5."level"
  from "customer" r5
  where r5."id" = ins."customer") = 'gold'::text))))) fw_w(listener, holds)
  where fw_w.holds is true) 
select verdict.code, case when verdict.code in ('unknown_reference', 'rule') then array_remove(array[case when ((((select r1."level"
  from "customer" r1
  where r1."id" = null::uuid) = 'lead'::text) and ($5::numeric(20,2) > '5000'::numeric))) then 'rule:gold_only' end, case when (((null::uuid is not null) and (null::numeric > $5::numeric(20,2)))) then 'rule:keep_amount' end, case when (((null::uuid is null) and (null::bigint > '100'::bigint))) then 'rule:no_customer' end, case when (($5::numeric(20,2) > '1000000'::numeric)) then 'rule:too_dear' end]::text[], null) end, (select row_to_json(fw_t)::text
  from ins o,
  lateral (select o."id" as "id", o."amount" as "amount", o."close_date" as "close_date", o."closed_at" as "closed_at", case when o."customer" is not null then json_build_object('id', o."customer", 'label', (select coalesce(r2."name", '')
  from "customer" r2
  where r2."id" = o."customer")) end as "customer", ((select r3."level"
  from "customer" r3
  where r3."id" = o."customer" and r3."deleted_at" is null)) as "customer_level", o."entered_on" as "entered_on", (round(div(o."amount" * 100000000000000000::numeric, nullif('2'::numeric, 0)) * 0.00000000000000001, 16)) as "half", ((o."amount" >= '1000'::numeric)) as "is_large", o."is_private" as "is_private", o."note" as "note", o."number" as "number", case when o."partner" is not null then json_build_object('id', o."partner", 'label', (select coalesce(r4."name", '')
  from "customer" r4
  where r4."id" = o."partner")) end as "partner", o."quantity" as "quantity", o."stage" as "stage", o."title" as "title", o."won_on" as "won_on", o."created_at" as "created_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $10::text) end as "created_by", o."updated_at" as "updated_at", case when $2::uuid is not null then json_build_object('id', $2::uuid, 'label', $10::text) end as "updated_by", o."version" as "version") fw_t), 1
  from verdict
