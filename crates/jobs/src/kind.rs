//! The types of jobs that there are here, as DHIS2 names them.

/// The import of data values.
pub const DATAVALUE_IMPORT: &str = "DATAVALUE_IMPORT";
/// The import of completions of data sets.
pub const COMPLETION_IMPORT: &str = "COMPLETE_DATA_SET_REGISTRATION_IMPORT";
