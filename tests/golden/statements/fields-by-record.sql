
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."owner", o."id", o."credit", o."code", o."created_at" as fw_k0, o."id" as fw_k1
  from "customer" o
  where o."deleted_at" is null
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name", case when r1.c0 then o."credit" end as "credit", case when r1.c0 then o."code" end as "code", case when r1.c0 then '{}'::jsonb else jsonb_build_object('credit', '••••', 'code', null::text) end as "_masked"
  from (select ((((o."owner" = $1::uuid) or (exists (select 1
  from fw_access r2
  where r2.record_id = o."id" and r2.object = 'customer' and r2.grantee = any($2::uuid[]) and r2.kind = 'share' and (r2.expires is null or r2.expires > now())))))) is true as c0 offset 0) r1) fw_t
