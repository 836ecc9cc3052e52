//! Files on their way in and out: forms with a file, answers that are a file, and the cleaning up.

pub(crate) mod answer;
pub(crate) mod form;
