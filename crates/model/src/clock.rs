//! The one home of time and randomness: everything else takes them as arguments.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Where the present comes from. A test stops it.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's own time.
    System,
    /// Always this instant.
    Stopped(Timestamp),
}

impl Clock {
    /// The present instant (UTC).
    #[expect(clippy::disallowed_methods, reason = "this is the home of the clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::now(),
            Clock::Stopped(at) => *at,
        }
    }
}

impl Clock {
    /// The present day (UTC).
    pub fn today(&self) -> jiff::civil::Date {
        jiff::tz::Offset::UTC.to_datetime(self.now()).date()
    }
}

/// Where chance comes from. A test seeds it; copies share one stream.
#[derive(Clone, Debug)]
pub struct Random(Arc<Mutex<StdRng>>);

impl Random {
    /// Chance from the operating system, fit for secrets.
    pub fn system() -> Random {
        Random::of(
            StdRng::try_from_rng(&mut rand::rngs::SysRng).expect("the operating system gives random bytes"),
        )
    }

    /// The same chance each time.
    pub fn seeded(seed: u64) -> Random {
        Random::of(StdRng::seed_from_u64(seed))
    }

    /// A number in `0..bound`; `bound` must not be zero.
    pub fn below(&self, bound: usize) -> usize {
        self.stream().random_range(0..bound)
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        self.stream().random()
    }

    fn of(rng: StdRng) -> Random {
        Random(Arc::new(Mutex::new(rng)))
    }

    fn stream(&self) -> std::sync::MutexGuard<'_, StdRng> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
