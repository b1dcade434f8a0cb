select row_to_json(fw_t)::text, o."version"
  from "deal" o,
  lateral (select o."id" as "id", o."amount" as "amount", o."close_date" as "close_date", o."closed_at" as "closed_at", case when o."customer" is not null then json_build_object('id', o."customer", 'label', (select coalesce(r1."name", '')
  from "customer" r1
  where r1."id" = o."customer" and ((r1."owner" = $2::uuid)))) end as "customer", ((select r2."level"
  from "customer" r2
  where r2."id" = o."customer" and r2."deleted_at" is null and ((r2."owner" = $2::uuid)))) as "customer_level", o."entered_on" as "entered_on", (round(div(o."amount" * 100000000000000000::numeric, nullif('2'::numeric, 0)) * 0.00000000000000001, 16)) as "half", ((o."amount" >= '1000'::numeric)) as "is_large", o."is_private" as "is_private", o."note" as "note", o."number" as "number", case when o."partner" is not null then json_build_object('id', o."partner", 'label', (select coalesce(r3."name", '')
  from "customer" r3
  where r3."id" = o."partner" and ((r3."owner" = $2::uuid)))) end as "partner", o."quantity" as "quantity", o."stage" as "stage", o."title" as "title", o."won_on" as "won_on", o."created_at" as "created_at", case when o."created_by" is not null then json_build_object('id', o."created_by", 'label', (select coalesce(r4."name", '')
  from "user" r4
  where r4."id" = o."created_by")) end as "created_by", o."updated_at" as "updated_at", case when o."updated_by" is not null then json_build_object('id', o."updated_by", 'label', (select coalesce(r5."name", '')
  from "user" r5
  where r5."id" = o."updated_by")) end as "updated_by", o."version" as "version") fw_t
  where o."id" = $1::uuid and o."deleted_at" is null and ((o."is_private" = false))
