import pg from 'pg';

/** The statement that opens a transaction. */
const opening = { name: 'begin', text: 'begin' };

/** Makes the statement that opens a transaction known to a session, which nothing can be begun in before. */
export async function prepareToBegin(client: pg.Client): Promise<void> {
  await Promise.all([client.query(opening), client.query('rollback')]);
}

/** The first result is that of opening the transaction. */
type Results = readonly [pg.QueryResult, pg.QueryResult];

/**
 * Opens a transaction and runs a prepared statement in it: sent as one, answered as one. Where the transaction cannot be
 * opened the statement is not run, since the server skips what follows an error up to the message Sync, and that comes
 * last. Before it the result is closed: it would keep a snapshot, and with it dead rows, until the transaction ends.
 */
export function beginWith(client: pg.Client, statement: pg.QueryConfig): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(statement, (error, results) =>
      error ? reject(error) : resolve((results as unknown as Results)[1]),
    );
    const submit = query.submit.bind(query);
    query.submit = (connection) => {
      // One behind the other in one packet: each by itself would wake the server up once more.
      connection.stream.cork();
      try {
        connection.bind({ statement: opening.name }, true);
        connection.execute({}, true);
        const refusal: unknown = submit(
          Object.create(connection, {
            sync: {
              value: () => {
                connection.close({ type: 'P' }, true);
                connection.sync();
              },
            },
          }) as pg.Connection,
        );
        // The driver does not take the statement, and what has been sent before it has no end.
        if (refusal) connection.stream.destroy();
        return refusal;
      } finally {
        connection.stream.uncork();
      }
    };
    client.query(query);
  });
}
