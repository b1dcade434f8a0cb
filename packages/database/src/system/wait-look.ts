/** Waits that no write may wake: when they were looked at last, found by index, also by the version of their definition. */
export const waitsLookedAt = `
alter table fw_wait add column version text, add column looked_at timestamptz not null default now();
update fw_wait w set version = r.version from fw_run r where r.id = w.run;
create index fw_wait_looked on fw_wait (looked_at) where kind = 'condition';
create index fw_wait_version on fw_wait (version, looked_at) where kind in ('condition', 'event');`
