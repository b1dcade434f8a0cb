
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."created_at" as fw_k0, o."id" as fw_k1
  from "campaign" o
  where ((o."area" = any(nullif(array(with recursive r3 (id) as (select r1."id"
  from "area" r1
  where r1."id" = $1::uuid and r1."deleted_at" is null union select r2."id"
  from r3 join "area" r2 on r2."parent" = r3.id and r2."deleted_at" is null) select r3.id
  from r3), '{}')))) and o."deleted_at" is null
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name") fw_t
