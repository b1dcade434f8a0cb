
select string_agg(row_to_json(fw_t)::text, E',\n'), count(*)::int, (select count(*)
  from (select o.*
  from "deal" o
  where o."deleted_at" is null and ((((o."owner_department" = any($1::uuid[]) and (select r1."category"
  from "product" r1
  where r1."id" = o."product") = any($2::uuid[]) and (o."account" is null or exists (select 1
  from "account" r2
  where r2."id" = o."account" and ((((coalesce(($1::uuid[])[width_bucket(r2."owner_department", $1::uuid[])] = r2."owner_department", false) and coalesce(($2::uuid[])[width_bucket(r2."category", $2::uuid[])] = r2."category", false) and r2."areas" && $3::uuid[]) or (r2."owner" = $4::uuid) or (exists (select 1
  from fw_access r3
  where r3.record_id = r2."id" and r3.object = 'account' and r3.grantee = any($6::uuid[]) and ((r3.grantee = any($5::uuid[]) and r3.kind = 'member') or (r3.kind = 'share')) and (r3.expires is null or r3.expires > now()))))))))) or (o."owner" = $4::uuid) or (o."id" = any(array(select r4.record_id
  from fw_access r4
  where r4.object = 'deal' and r4.grantee = any($5::uuid[]) and r4.kind = 'member' and (r4.expires is null or r4.expires > now())))) or (o."id" = any(array(select r5.record_id
  from fw_access r5
  where r5.object = 'deal' and r5.grantee = any($6::uuid[]) and r5.kind = 'share' and (r5.expires is null or r5.expires > now()))))) and ((o."score" < '9'::bigint)))) offset 0) o
  where true), (array_agg(o.fw_k0))[50]::text, (array_agg(o.fw_k1))[50]::text
  from (select o."name", o."created_at" as fw_k0, o."id" as fw_k1
  from (select m."id"
  from ((select m.*
  from unnest($1::uuid[]) r9 (id),
  lateral (select o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from "deal" o
  where o."deleted_at" is null and o."owner_department" = r9.id and (((select r6."category"
  from "product" r6
  where r6."id" = o."product") in (select unnest($2::uuid[])) and (o."account" is null or exists (select 1
  from "account" r7
  where r7."id" = o."account" and ((((coalesce(($1::uuid[])[width_bucket(r7."owner_department", $1::uuid[])] = r7."owner_department", false) and coalesce(($2::uuid[])[width_bucket(r7."category", $2::uuid[])] = r7."category", false) and r7."areas" && $3::uuid[]) or (r7."owner" = $4::uuid) or (exists (select 1
  from fw_access r8
  where r8.record_id = r7."id" and r8.object = 'account' and r8.grantee = any($6::uuid[]) and ((r8.grantee = any($5::uuid[]) and r8.kind = 'member') or (r8.kind = 'share')) and (r8.expires is null or r8.expires > now())))))))))) and ((o."score" < '9'::bigint))
  order by o."created_at" desc, o."id" desc
  limit 51) m
  order by m.fw_k0 desc, m.fw_k1 desc
  limit 51) union (select o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from "deal" o
  where o."deleted_at" is null and ((o."owner" = $4::uuid)) and ((o."score" < '9'::bigint))
  order by o."created_at" desc, o."id" desc
  limit 51) union (select distinct m.*
  from unnest($5::uuid[]) r11 (id),
  lateral (select distinct on (r10.created_at, r10.record_id) o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from fw_access r10,
  lateral (select o.*
  from "deal" o
  where o."id" = r10.record_id offset 0) o
  where o."deleted_at" is null and ((o."score" < '9'::bigint)) and r10.object = 'deal' and r10.grantee = r11.id and r10.kind = 'member' and (r10.expires is null or r10.expires > now())
  order by r10.created_at desc, r10.record_id desc
  limit 51) m) union (select distinct m.*
  from unnest($6::uuid[]) r13 (id),
  lateral (select distinct on (r12.created_at, r12.record_id) o."id", o."created_at" as fw_k0, o."id" as fw_k1
  from fw_access r12,
  lateral (select o.*
  from "deal" o
  where o."id" = r12.record_id offset 0) o
  where o."deleted_at" is null and ((o."score" < '9'::bigint)) and r12.object = 'deal' and r12.grantee = r13.id and r12.kind = 'share' and (r12.expires is null or r12.expires > now())
  order by r12.created_at desc, r12.record_id desc
  limit 51) m)) m
  order by m.fw_k0 desc, m.fw_k1 desc
  limit 51) m join "deal" o on o."id" = m."id"
  order by o."created_at" desc, o."id" desc
  limit 51) o,
  lateral (select o."name" as "name") fw_t
