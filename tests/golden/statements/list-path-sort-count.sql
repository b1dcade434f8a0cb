
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, (select count(*)
  from "deal" o
  left join "customer" r3 on r3."id" = o."customer" and r3."deleted_at" is null and ((r3."owner" = $1::uuid))
  where (((r3."level" = $2::text) or ((o."amount" >= '1000'::numeric)))) and (o."title" ilike $3::text) and o."deleted_at" is null and ((o."is_private" = false))), (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text, (array_agg(o.fw_k2))[50]::text
  from (select o."title", o."customer", (round(div(o."amount" * 100000000000000000::numeric, nullif('2'::numeric, 0)) * 0.00000000000000001, 16)) as fw_k0, o."title" as fw_k1, o."id" as fw_k2
  from "deal" o
  left join "customer" r1 on r1."id" = o."customer" and r1."deleted_at" is null and ((r1."owner" = $1::uuid))
  where (((r1."level" = $2::text) or ((o."amount" >= '1000'::numeric)))) and (o."title" ilike $3::text) and o."deleted_at" is null and ((o."is_private" = false))
  order by (round(div(o."amount" * 100000000000000000::numeric, nullif('2'::numeric, 0)) * 0.00000000000000001, 16)) desc nulls last, o."title", o."id"
  limit 51) o,
  lateral (select o."title" as "title", (select r2."name"
  from "customer" r2
  where r2."id" = o."customer" and r2."deleted_at" is null and ((r2."owner" = $1::uuid))) as "customer.name") fw_t
