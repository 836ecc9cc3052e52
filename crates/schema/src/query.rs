//! The languages of a list request: `fields`, `filter`, `order`, paging. Words become values here, and every word that
//! cannot be understood is refused with DHIS2's sentence.

pub mod fields;
pub mod filter;
pub mod gist;
pub mod gist_access;
pub mod order;
pub mod selection;

pub use fields::{FieldTree, Transformer};
pub use filter::{Filter, Operator, Target};
pub use order::{Direction, Order};
pub use selection::{Item, Selection, Shape};
