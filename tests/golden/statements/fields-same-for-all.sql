
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."created_at" as fw_k0, o."id" as fw_k1
  from "customer" o
  where o."deleted_at" is null
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name", null as "credit", json_build_object('credit', '••••') as "_masked") fw_t
