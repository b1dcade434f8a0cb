
select string_agg(row_to_json(t)::text, E',\n'), count(*)::int, (array_agg(o."deleted_at"))[50]::text, (array_agg(o."id"))[50]::text
  from (select *
  from ((select 'deal' as object, o."id", coalesce(o."title", '')::text as label, o."deleted_at", o."deleted_by"
  from "deal" o
  where o."deleted_at" is not null and ((o."is_private" = false))
  order by o."deleted_at" desc, o."id" desc
  limit 51)) o
  order by o."deleted_at" desc, o."id" desc
  limit 51) o,
  lateral (select o.object, o."id", o.label, o."deleted_at", case when o."deleted_by" is not null then json_build_object('id', o."deleted_by", 'label', (select coalesce(r1."name", '')
  from "user" r1
  where r1."id" = o."deleted_by")) end as deleted_by) t
