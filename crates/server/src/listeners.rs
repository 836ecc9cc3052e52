//! Those who listen for as long as they like: how many there may be, what they take of the database together, and that they end
//! with the server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use afya_model::Refusal;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::{Semaphore, SemaphorePermit, watch};

use crate::app::App;

/// How many streams one user may have, in all windows on all devices.
const MOST_OF_USER: usize = 20;
/// How many connections listeners take at once at most.
const MOST_CONNECTIONS: usize = 4;
/// How often something is sent to whoever listens though there is nothing to tell, and rights are looked at again.
const BEAT_EVERY: Duration = Duration::from_secs(15);
/// After how many seconds whoever was sent away may come again.
const COME_AGAIN_AFTER: u32 = 30;

/// All who listen to a server. Cloning shares it.
#[derive(Clone)]
pub(crate) struct Listeners {
    shared: Arc<Shared>,
    /// How often something is sent though there is nothing to tell, and rights are looked at again.
    pub(crate) beat_every: Duration,
}

struct Shared {
    most: usize,
    by_user: Mutex<HashMap<i64, usize>>,
    asking: Semaphore,
    stopping: watch::Sender<bool>,
}

/// A place among those who listen, until it is dropped.
pub(crate) struct Place {
    listeners: Listeners,
    user: i64,
}

impl Listeners {
    /// Nobody yet, and so many at most, of a server that has so many connections.
    pub(crate) fn new(most: usize, connections: usize) -> Listeners {
        let shared = Shared {
            most,
            by_user: Mutex::default(),
            asking: Semaphore::new((connections / 8).clamp(1, MOST_CONNECTIONS)),
            stopping: watch::Sender::new(false),
        };
        Listeners { shared: Arc::new(shared), beat_every: BEAT_EVERY }
    }

    /// A place for a user.
    ///
    /// # Errors
    /// 429 for a user who has many, 503 when there are too many altogether or the server stops.
    pub(crate) fn enter(&self, user: i64) -> Result<Place, Refusal> {
        let refused =
            |status, sentence: &str| Err(Refusal::new(status, sentence).again_after(COME_AGAIN_AFTER));
        if *self.shared.stopping.borrow() {
            return refused(503, "The server stops. Come back in a moment");
        }
        let mut by_user = self.by_user();
        if by_user.get(&user).is_some_and(|count| *count >= MOST_OF_USER) {
            return refused(429, "You follow changes in many windows already. Close some and try again");
        }
        if by_user.values().sum::<usize>() >= self.shared.most {
            let sentence =
                "As many follow changes as this server takes. Load what you look at anew, or try again later";
            return refused(503, sentence);
        }
        *by_user.entry(user).or_default() += 1;
        Ok(Place { listeners: self.clone(), user })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.by_user().values().sum()
    }

    /// Ends all, and takes no more.
    pub(crate) fn stop(&self) {
        self.shared.stopping.send_replace(true);
    }

    fn by_user(&self) -> MutexGuard<'_, HashMap<i64, usize>> {
        self.shared.by_user.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Becomes true when the server stops.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.listeners.shared.stopping.subscribe()
    }

    /// Waits until it is this listener's turn to ask the database.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.listeners.shared.asking.acquire().await.ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut by_user = self.listeners.by_user();
        let left = by_user.get(&self.user).map_or(0, |count| count.saturating_sub(1));
        match left {
            0 => by_user.remove(&self.user),
            left => by_user.insert(self.user, left),
        };
    }
}

/// Lets columns look for what a request wrote as soon as it is answered, where somebody listens.
pub(crate) async fn look_after_writes(State(app): State<App>, request: Request, next: Next) -> Response {
    let may_write = !request.method().is_safe();
    let response = next.run(request).await;
    if let Some(columns) = app.columns.as_ref().filter(|_| may_write) {
        columns.look();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_by_user_and_altogether() {
        let listeners = Listeners::new(MOST_OF_USER + 1, 8);
        let status =
            |user| listeners.enter(user).err().map(|refusal| (refusal.http_status, refusal.retry_after));
        let mut places: Vec<Place> = (0..MOST_OF_USER).filter_map(|_| listeners.enter(1).ok()).collect();
        assert_eq!((places.len(), status(1), status(2)), (MOST_OF_USER, Some((429, Some(30))), None));
        places.extend(listeners.enter(2).ok());
        assert_eq!((listeners.count(), status(3)), (MOST_OF_USER + 1, Some((503, Some(30)))));
        places.clear();
        assert_eq!((listeners.count(), status(1)), (0, None));
        listeners.stop();
        assert_eq!(status(1), Some((503, Some(30))));
    }
}
