
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from "customer" o
  where o."deleted_at" is null and ((o."owner" = $1::uuid))
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name", r1.data as "deal_customer", json_build_object('more', r1.more) as "deal_customer_page"
  from (select coalesce(json_agg(record) filter (where place <= 5), '[]'::json) as data, count(*) > 5 as more
  from (select row_to_json(r4) as record, row_number() over () as place
  from (select r2."title"
  from "deal" r2
  where r2."deleted_at" is null and r2."customer" = o."id" and ((r2."is_private" = false)) and ((r2."amount" > $2::numeric))
  order by r2."amount" desc nulls last, r2."id" desc
  limit 6) r3,
  lateral (select r3."title" as "title") r4) r5) r1) fw_t
