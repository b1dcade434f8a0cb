
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."customers", o."about", o."created_at" as fw_k0, o."id" as fw_k1
  from "campaign" o
  where o."deleted_at" is null
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name", case when o."customers" is not null then (select json_agg(case when r1.id is not null then json_build_object('id', r1.id, 'label', (select coalesce(r2."name", '')
  from "customer" r2
  where r2."id" = r1.id and ((r2."owner" = $1::uuid)))) end
  order by r1.n)
  from unnest(o."customers") with ordinality r1 (id, n)) end as "customers", case when o."about" is not null then json_build_object('object', (o."about"->>'object'), 'id', (o."about"->>'id'), 'label', case (o."about"->>'object') when 'customer' then (select coalesce(r3."name", '')
  from "customer" r3
  where r3."id" = fw_try_uuid(o."about"->>'id') and ((r3."owner" = $1::uuid)))::text end) end as "about") fw_t
