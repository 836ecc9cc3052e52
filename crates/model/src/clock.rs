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

    /// A random UUID (version 4).
    pub fn uuid(&self) -> String {
        let mut bytes = self.bytes::<16>();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let digits = format!("{:032x}", u128::from_be_bytes(bytes));
        [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
    }

    fn of(rng: StdRng) -> Random {
        Random(Arc::new(Mutex::new(rng)))
    }

    fn stream(&self) -> std::sync::MutexGuard<'_, StdRng> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_says_that_it_is_random() {
        for seed in 0..20 {
            let made = Random::seeded(seed).uuid();
            assert_eq!((made.len(), made.as_bytes()[14]), (36, b'4'), "{made}");
            assert!("89ab".contains(char::from(made.as_bytes()[19])), "{made}");
        }
    }
}
