
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."created_at" as fw_k0, o."id" as fw_k1
  from "deal" o
  where o."deleted_at" is null and ((((o."owner_department" in (select unnest($1::uuid[])) and (select r1."category"
  from "product" r1
  where r1."id" = o."product") in (select unnest($2::uuid[])) and (o."account" is null or exists (select 1
  from "account" r2
  where r2."id" = o."account" and ((((coalesce(($1::uuid[])[width_bucket(r2."owner_department", $1::uuid[])] = r2."owner_department", false) and coalesce(($2::uuid[])[width_bucket(r2."category", $2::uuid[])] = r2."category", false) and r2."areas" && $3::uuid[]) or (r2."owner" = $4::uuid) or (exists (select 1
  from fw_access r3
  where r3.record_id = r2."id" and r3.object = 'account' and r3.grantee = any($6::uuid[]) and ((r3.grantee = any($5::uuid[]) and r3.kind = 'member') or (r3.kind = 'share')) and (r3.expires is null or r3.expires > now()))))))))) or (o."owner" = $4::uuid) or (o."id" in (select r4.record_id
  from fw_access r4
  where r4.object = 'deal' and r4.grantee = any($5::uuid[]) and r4.kind = 'member' and (r4.expires is null or r4.expires > now()))) or (o."id" in (select r5.record_id
  from fw_access r5
  where r5.object = 'deal' and r5.grantee = any($6::uuid[]) and r5.kind = 'share' and (r5.expires is null or r5.expires > now())))) and ((o."score" < '9'::bigint))))
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name") fw_t
