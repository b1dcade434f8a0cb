
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, null, (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."created_at" as fw_k0, o."id" as fw_k1
  from (select m."id"
  from ((select m.*
  from unnest($2::uuid[]) r4 (id),
  lateral (select o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from "deal" o
  where o."deleted_at" is null and o."owner_department" = r4.id and (((select r1."category"
  from "product" r1
  where r1."id" = o."product") in (select unnest($1::uuid[])) and (o."account" is null or exists (select 1
  from "account" r2
  where r2."id" = o."account" and ((((coalesce(($2::uuid[])[width_bucket(r2."owner_department", $2::uuid[])] = r2."owner_department", false) and coalesce(($1::uuid[])[width_bucket(r2."category", $1::uuid[])] = r2."category", false) and r2."areas" && $3::uuid[]) or (r2."owner" = $4::uuid) or (exists (select 1
  from fw_access r3
  where r3.record_id = r2."id" and r3.object = 'account' and r3.grantee = any($6::uuid[]) and ((r3.grantee = any($5::uuid[]) and r3.kind = 'member') or (r3.kind = 'share')) and (r3.expires is null or r3.expires > now())))))))))) and ((o."score" < '9'::bigint))
  order by o."created_at" desc, o."id" desc
  limit 51) m
  order by m.fw_k0 desc, m.fw_k1 desc
  limit 51) union (select o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from "deal" o
  where o."deleted_at" is null and ((o."owner" = $4::uuid)) and ((o."score" < '9'::bigint))
  order by o."created_at" desc, o."id" desc
  limit 51) union (select distinct m.*
  from unnest($5::uuid[]) r6 (id),
  lateral (select distinct on (r5.created_at, r5.record_id) o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from fw_access r5,
  lateral (select o.*
  from "deal" o
  where o."id" = r5.record_id offset 0) o
  where o."deleted_at" is null and ((o."score" < '9'::bigint)) and r5.object = 'deal' and r5.grantee = r6.id and r5.kind = 'member' and (r5.expires is null or r5.expires > now())
  order by r5.created_at desc, r5.record_id desc
  limit 51) m) union (select distinct m.*
  from unnest($6::uuid[]) r8 (id),
  lateral (select distinct on (r7.created_at, r7.record_id) o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from fw_access r7,
  lateral (select o.*
  from "deal" o
  where o."id" = r7.record_id offset 0) o
  where o."deleted_at" is null and ((o."score" < '9'::bigint)) and r7.object = 'deal' and r7.grantee = r8.id and r7.kind = 'share' and (r7.expires is null or r7.expires > now())
  order by r7.created_at desc, r7.record_id desc
  limit 51) m)) m
  order by m.fw_k0 desc, m.fw_k1 desc
  limit 51) m join "deal" o on o."id" = m."id"
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name") fw_t
