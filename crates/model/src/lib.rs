//! The words that all rooms share: identifiers, periods, error codes, refusals and the clock. No IO.

pub mod clock;
pub mod error_code;
pub mod java_map;
pub mod language;
pub mod period;
pub mod refusal;
pub mod scheme;
pub mod uid;
pub mod value_type;

pub use clock::{Clock, Random};
pub use error_code::ErrorCode;
pub use language::Language;
pub use period::{Period, PeriodType, RelativePeriod, RelativeSettings};
pub use refusal::{Refusal, Status};
pub use scheme::Scheme;
pub use uid::Uid;
