
select string_agg(row_to_json(fw_t)::text, ',')
  from (select a.*, (select coalesce(r1."name", '')
  from "customer" r1
  where r1."id" = a.c0 and ((r1."owner" = $1::uuid))) as l0
  from (select o."customer" as c0, date_trunc('month', o."closed_at" at time zone 'Asia/Shanghai')::date as c1, count(*) as c2, sum(o."amount") as c3
  from "deal" o
  where o."deleted_at" is null and ((o."is_private" = false))
  group by 1, 2) a
  order by a.c3 desc nulls last, l0 nulls last, a.c0 nulls last, a.c1 nulls last
  limit 1000) a,
  lateral (select case when a.c0 is not null then json_build_object('id', a.c0, 'label', a.l0) end as "customer", a.c1 as "month(closed_at)", a.c2 as "count()", a.c3 as "sum(amount)") fw_t
