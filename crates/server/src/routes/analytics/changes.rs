//! `/api/analytics/changes`: a stream of server-sent events that says which figures have changed, to whoever may see them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use afya_access::Caller;
use afya_analytics::executors::columns::{Listener, Pending, Told};
use afya_store::{Connection, Fault};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use crate::answer::{self, Outcome};
use crate::app::App;
use crate::authentication::proof::Proof;
use crate::call::Call;
use crate::listeners::Place;

/// How long a listener is left alone after it was told something; what changes meanwhile comes together.
const TOLD_AT_MOST_EVERY: Duration = Duration::from_secs(1);
/// How long it takes until a database is asked again that could not be asked.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);
/// How long a comment waits for a database that does not answer.
const BEAT_WAITS_AT_MOST: Duration = Duration::from_secs(5);
/// Milliseconds until a browser comes back, and up to as many more, for all come back at once when a server stops.
const COME_BACK_AFTER: u16 = 2_000;

/// Follows what changes. Without columns there is nothing to follow: 204 tells a browser not to come back.
pub(super) async fn follow_changes(call: Call, headers: HeaderMap) -> Outcome {
    let proof = Proof::of(&headers, call.caller());
    let Some((columns, proof)) = call.app.columns.as_ref().zip(proof) else {
        return Ok(answer::unstored(answer::empty(204)));
    };
    let place = call.app.listeners.enter(call.caller().id)?;
    let told = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let come_back_after = COME_BACK_AFTER + u16::from_be_bytes(call.app.random.bytes()) % COME_BACK_AFTER;
    let now = Instant::now();
    let following = Following {
        listener: columns.listen(),
        stopping: place.stopping(),
        place,
        proof,
        told: told.filter(|moment| !moment.is_empty()).map(str::to_owned),
        has_begun: false,
        next: Some(Event::default().retry(Duration::from_millis(come_back_after.into()))),
        beats_at: now + call.app.listeners.beat_every,
        not_before: now,
        app: call.app,
    };
    let events = stream::unfold(following, async |mut following| {
        let event = following.event().await?;
        Some((Ok::<_, Infallible>(event), following))
    });
    let mut response = answer::unstored(Sse::new(events).into_response());
    // Proxies of nginx's kind collect an answer until it is large enough, unless they are told.
    response.headers_mut().insert("X-Accel-Buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// A stream, from one event to the next. It holds no connection while it waits, and nothing waits for it: what it was not
/// told yet comes together in the feed.
struct Following {
    app: App,
    listener: Listener,
    place: Place,
    stopping: watch::Receiver<bool>,
    proof: Proof,
    /// The moment that the browser was told last before it came back.
    told: Option<String>,
    /// Whether `ready` was said.
    has_begun: bool,
    /// What is sent next in any case.
    next: Option<Event>,
    beats_at: Instant,
    /// Nothing is told before.
    not_before: Instant,
}

/// Why nothing is sent.
enum Unsent {
    /// Whoever listened may no longer: the stream is over.
    Over,
    /// The database cannot be asked for now.
    Later(Fault),
}

impl From<Fault> for Unsent {
    fn from(fault: Fault) -> Unsent {
        Unsent::Later(fault)
    }
}

/// What a stream waits for.
enum Awaited {
    Beat,
    Moment(Arc<str>),
    Pending(Pending),
}

impl Following {
    /// The next event; nothing once the stream is over or the server stops.
    async fn event(&mut self) -> Option<Event> {
        let mut stopping = self.stopping.clone();
        tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => None,
            event = self.next_event() => event,
        }
    }

    async fn next_event(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.next.take() {
                return Some(event);
            }
            let event = match self.awaited().await {
                Awaited::Beat => self.beat().await,
                Awaited::Moment(moment) => self.begin(&moment).await,
                Awaited::Pending(pending) => self.tell(&pending).await,
            };
            match event {
                Ok(Some(event)) => return Some(event),
                Ok(None) => {}
                Err(Unsent::Over) => return None,
                Err(Unsent::Later(fault)) => {
                    tracing::warn!(?fault, "whoever follows changes cannot be told for now");
                    self.not_before = Instant::now() + TRY_AGAIN_AFTER;
                }
            }
        }
    }

    async fn awaited(&mut self) -> Awaited {
        let (listener, has_begun, not_before) = (&mut self.listener, self.has_begun, self.not_before);
        let news = async {
            sleep_until(not_before).await;
            if has_begun {
                Awaited::Pending(listener.pending().await)
            } else {
                Awaited::Moment(listener.begun().await)
            }
        };
        tokio::select! {
            biased;
            () = sleep_until(self.beats_at) => Awaited::Beat,
            awaited = news => awaited,
        }
    }

    /// A comment that keeps the connection open. With it goes the moment until which all is told, so that whoever comes back is
    /// told little.
    async fn beat(&mut self) -> Result<Option<Event>, Unsent> {
        self.beats_at = Instant::now() + self.app.listeners.beat_every;
        let looked_at = async {
            let _turn = self.place.turn().await;
            self.caller().await
        };
        // The comment says nothing that only the caller may know, and is sent where the database cannot be asked.
        if let Ok(Err(Unsent::Over)) = timeout(BEAT_WAITS_AT_MOST, looked_at).await {
            return Err(Unsent::Over);
        }
        let beat = Event::default().comment("");
        let moment = self.listener.moment().filter(|_| self.has_begun);
        Ok(Some(match moment {
            Some(moment) => beat.id(moment),
            None => beat,
        }))
    }

    /// `ready`, and what has changed since whoever comes back was told something.
    async fn begin(&mut self, moment: &str) -> Result<Option<Event>, Unsent> {
        let ready = Event::default().event("ready").data("{}");
        let changed = match &self.told {
            Some(before) => changed_event(&self.since(before).await?, moment),
            None => None,
        };
        (self.has_begun, self.told) = (true, None);
        // Until what has changed is told too, whoever comes back again does so with the moment of before.
        let ready = if changed.is_some() { ready } else { ready.id(moment) };
        self.next = changed;
        Ok(Some(ready))
    }

    /// What the caller may know of what has changed since a moment.
    async fn since(&self, before: &str) -> Result<Told, Unsent> {
        let _turn = self.place.turn().await;
        let (mut connection, caller) = self.caller().await?;
        let found = self.listener.since(&mut connection, before).await?;
        Ok(found.told(&mut connection, &caller).await?)
    }

    async fn tell(&mut self, pending: &Pending) -> Result<Option<Event>, Unsent> {
        let told = {
            let _turn = self.place.turn().await;
            let (mut connection, caller) = self.caller().await?;
            pending.found.told(&mut connection, &caller).await?
        };
        self.listener.has_told(pending);
        self.not_before = Instant::now() + TOLD_AT_MOST_EVERY;
        Ok(changed_event(&told, &pending.moment))
    }

    /// Who listens, with the rights of now.
    async fn caller(&self) -> Result<(Connection, Caller), Unsent> {
        let mut connection = self.app.database.connect().await?;
        let caller = self.proof.caller(&self.app, &mut connection).await?.ok_or(Unsent::Over)?;
        Ok((connection, caller))
    }
}

/// What changed, up to a moment, if anything did.
fn changed_event(told: &Told, moment: &str) -> Option<Event> {
    let data = match told {
        Told::Nothing => return None,
        Told::Figures { data_elements, reports: false } => json!({ "dataElements": data_elements }),
        Told::Figures { data_elements, reports: true } => {
            json!({ "dataElements": data_elements, "completeDataSetRegistrations": true })
        }
        Told::Everything => json!({ "everything": true }),
    };
    Some(Event::default().event("changed").id(moment).data(data.to_string()))
}
