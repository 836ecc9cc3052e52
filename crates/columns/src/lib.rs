//! Figures in columns: blocks by element and period, packed small, scanned by ranges of units.
//!
//! Knows packs, blocks, ranges and aggregations, and neither health nor a database: units and combos are dense numbers,
//! elements and periods are keys, and whoever fills the columns says what they stand for. Columns never change in place;
//! a change makes new ones that share whatever did not change, so that readers go on with what they have.

mod bits;
mod block;
mod file;
mod fold;
mod pack;
mod segment;
mod standing;

pub use block::{Block, Columns, Loader};
pub use file::{Unreadable, read, write};
pub use fold::{Combos, Figures, Filter, Groups, Moments, Place, Tally, Total, fold};
pub use pack::{Row, Run};
pub use segment::Segment;
pub use standing::Standing;
