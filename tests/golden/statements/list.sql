
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."title", o."customer", o."amount", o."created_at" as fw_k0, o."id" as fw_k1
  from "deal" o
  where (((o."stage" = $1::text) and (o."amount" is null))) and o."deleted_at" is null and ((o."is_private" = false))
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."title" as "title", case when o."customer" is not null then json_build_object('id', o."customer", 'label', (select coalesce(r1."name", '')
  from "customer" r1
  where r1."id" = o."customer" and ((r1."owner" = $2::uuid)))) end as "customer", o."amount" as "amount") fw_t
