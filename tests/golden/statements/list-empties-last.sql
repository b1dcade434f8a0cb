
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from ((select o."name", o."code" as fw_k0, o."id" as fw_k1
  from "customer" o
  where o."deleted_at" is null and ((o."owner" = $1::uuid)) and o."code" is not null
  order by o."code" desc, o."id" desc
  limit 51) union all (select o."name", o."code" as fw_k0, o."id" as fw_k1
  from "customer" o
  where o."deleted_at" is null and ((o."owner" = $1::uuid)) and o."code" is null
  order by o."id" desc
  limit 51)
  limit 51) o,
  lateral (select o."name" as "name") fw_t
