//! Loads everything into tables of their own, beside those that others may still be answered from.

use afya_store::{Connection, Database, Fault};

use super::client::{Client, PATIENCE_TO_WRITE};
use super::rounds::{self, marker, row, there_are, value, written};
use super::standing::{self, Reached, State};
use crate::executors::columns::following::Moment;
use crate::executors::columns::reading;
use crate::sql::clickhouse::tables;
use crate::sql::columns as sql;

/// How many bytes of rows are sent at once: half a million rows.
const BYTES_AT_ONCE: usize = 29_000_000;

/// Takes what ClickHouse holds where it is of use, else loads everything under a new name. Whoever calls holds the lock.
pub(super) async fn load(
    database: &Database,
    connection: &mut Connection,
    client: &Client,
    name: &str,
    round: u64,
) -> Result<Reached, Fault> {
    connection.begin().await?;
    connection.batch(sql::FOLLOW).await?;
    connection.commit().await?;
    client.ask(&tables::make_reached()).await?;
    let before = standing::said(client).await?;
    // Figures that cannot be asked for are loaded anew, and so is what too much has changed of.
    if let Ok(Some(state)) = standing::held(client).await {
        connection.begin_reading().await?;
        let moment = Moment::read(connection).await?;
        if standing::is_ours(connection, &state, &moment).await?
            && let Some(state) = rounds::follow(connection, client, state, moment).await?
        {
            tracing::info!(table = state.figures, "ClickHouse holds the figures already");
            return standing::found(connection, client, state, None, round).await;
        }
        connection.rollback().await?;
    }
    for table in there_are(client).await? {
        client.ask(&tables::drop(&table)).await?;
    }
    let state = State {
        round: before.as_ref().map_or(0, |before| before.round) + 1,
        is_whole: true,
        figures: format!("{}{name}", tables::FIGURES),
        reader: format!("clickhouse-{name}"),
        database: standing::database(connection).await?,
        ..State::default()
    };
    let loaded = everything(database, connection, client, state).await?;
    if let Some(before) = before.filter(|before| before.reader != loaded.reader) {
        connection.execute(&sql::ends(&before.reader)).await?;
    }
    standing::found(connection, client, loaded, None, round).await
}

/// Loads everything, and says so.
async fn everything(
    database: &Database,
    connection: &mut Connection,
    client: &Client,
    mut state: State,
) -> Result<State, Fault> {
    client.ask(&tables::make_figures(&state.figures)).await?;
    connection.execute(&sql::begins(&state.reader)).await?;
    connection.begin_reading().await?;
    let moment = Moment::read(connection).await?;
    (state.snapshot, state.triggers) = (moment.snapshot, moment.triggers);
    state.elements = state.round;
    let units = reading::hierarchy(connection).await?;
    state.units = written(client, &state, &units).await?;
    let figures = values(database, connection, client, &state).await?;
    connection.commit().await?;
    client.insert(&tables::insert(&state.figures), marker(state.round)).await?;
    // It only makes answers faster.
    if let Err(trouble) = client.ask_within(&tables::merge(&state.figures), PATIENCE_TO_WRITE).await {
        tracing::warn!(%trouble, "figures are not brought together yet");
    }
    client.ask(&tables::reach(&state)).await?;
    tracing::info!(figures, table = state.figures, "ClickHouse is loaded");
    Ok(state)
}

/// Sends all values; how many there are.
async fn values(
    database: &Database,
    connection: &mut Connection,
    client: &Client,
    state: &State,
) -> Result<usize, Fault> {
    let mut rows = connection.stream(&tables::values()).await?;
    let (mut bytes, mut count) = (Vec::new(), 0);
    let mut sending = None;
    loop {
        let read = rows.next().await?;
        let is_last = read.is_none();
        if let Some(read) = read
            && let Some(value) = value(read.get(5))
        {
            let key = [read.get(0), read.get(1), read.get(2), read.get(3), read.get(4)];
            bytes.extend(row(key, Some(value), state.round));
            count += 1;
        }
        if bytes.len() < BYTES_AT_ONCE && !is_last {
            continue;
        }
        sent(sending.take()).await?;
        let (client, table, part) =
            (client.clone(), tables::insert(&state.figures), std::mem::take(&mut bytes));
        sending = Some(tokio::spawn(async move { client.insert(&table, part).await }));
        // Others must not think that this reader is gone.
        database.connect().await?.execute(&sql::wanted(&state.reader)).await?;
        if is_last {
            sent(sending.take()).await?;
            return Ok(count);
        }
    }
}

type Sending = tokio::task::JoinHandle<Result<(), super::Trouble>>;

async fn sent(sending: Option<Sending>) -> Result<(), Fault> {
    let Some(sending) = sending else { return Ok(()) };
    sending.await.map_err(|error| Fault::Unavailable(error.to_string()))?.map_err(Fault::from)
}
