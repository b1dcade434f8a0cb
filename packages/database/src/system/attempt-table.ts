/**
 * Wrong passwords by address, and by names that nobody has: what was typed there may be a password, so only its hash.
 * Counted for all servers together, forgotten after a while, and no loss after a crash.
 */
export const attemptTable = `
create unlogged table fw_attempt (
  key text primary key,
  failures integer not null,
  forgotten_at timestamptz not null
);
create index fw_attempt_forgotten on fw_attempt (forgotten_at);`
