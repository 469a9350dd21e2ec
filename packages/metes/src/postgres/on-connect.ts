/** Plans are made once and by index, whatever the size of the tables at that time. */
const planner =
  'set plan_cache_mode = force_generic_plan; set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off; set jit = off';

/**
 * glibc gives memory back to the system whenever 128 KB at the end of the heap are free, and a commit crosses that line
 * several times: 30 % of its CPU at a batch of one. So does a page of a log that is read. Freeing one large piece raises the line for the rest of the session.
 * The piece is made of large parts: letter by letter it takes eight times as long.
 */
const keepMemory = `select octet_length(repeat(repeat('x', 65536), 128))`;

/** What a connection that reads runs first. */
export const toRead = `${planner}; ${keepMemory}`;

/** What was begun holds the order of the log: a process that stands still lets others of its context go on after a second. */
const patience = 'set idle_in_transaction_session_timeout = 1000';

/** What a connection that commits runs first. */
export const toCommit = `${planner}; ${patience}; ${keepMemory}`;
