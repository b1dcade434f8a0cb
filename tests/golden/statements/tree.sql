
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."id", o."name", o."created_at" as fw_k0, o."id" as fw_k1
  from "area" o
  where o."parent" = $1::uuid and exists (select 1
  from "area" r1
  where r1."id" = o."parent" and r1."deleted_at" is null) and o."deleted_at" is null
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name", exists (select 1
  from "area" r2
  where r2."parent" = o."id" and r2."deleted_at" is null) as "_has_children") fw_t
