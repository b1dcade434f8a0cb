/** Long runs: what stands around a place, and what is left to do, are found without reading every step of the run. */
export const runStepIndexes = `
create index fw_run_step_place on fw_run_step (run, iteration);
create index fw_run_step_open on fw_run_step (run) where state in ('queued', 'waiting');`

/** What is at work outside is left to do as well. */
export const openStepsIndex = `
drop index fw_run_step_open;
create index fw_run_step_open on fw_run_step (run) where state in ('queued', 'waiting', 'running');`
