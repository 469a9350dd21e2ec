import type { LoopRun, Subject, Workload } from '../subject.ts';
import { tx1 } from '../subjects/limits/w1/monolith.ts';
import { metes } from '../subjects/metes/w1/subject.ts';
import { peerSubject } from './peer.ts';

/** The peers; the code of each is loaded when it is opened, from its folder with what is installed there. */
export const peerSubjects: readonly Subject<LoopRun>[] = [
  peerSubject('dbos', 'DBOS Transact 5, a workflow', () => import('../../peers/dbos/orders.ts')),
  peerSubject(
    'restate',
    'Restate 1.7, a durable handler, rows in PostgreSQL',
    () => import('../../peers/restate/orders.ts'),
  ),
  peerSubject(
    'pg-boss',
    'pg-boss 12, choreography over queues',
    () => import('../../peers/pg-boss/orders.ts'),
  ),
  peerSubject(
    'graphile-worker',
    'graphile-worker 0.18, choreography over jobs',
    () => import('../../peers/graphile-worker/orders.ts'),
  ),
  peerSubject(
    'emmett',
    'Emmett 0.42, event streams and processors',
    () => import('../../peers/emmett/orders.ts'),
  ),
];

/** W1 against what others offer. They are installed by the first run that asks for them. */
export const peers: Workload = {
  name: 'peers',
  about: 'w1 against durable workflows, queues and event stores of others (installed on first use)',
  unit: 'orders',
  kind: 'loop',
  subjects: [metes, tx1, ...peerSubjects],
};
