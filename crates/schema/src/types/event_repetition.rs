//! Event Repetition.

use super::constants::ATTRIBUTE;
use crate::builder::{Builder, constant, list, text};
use crate::property::PropertyType::Integer;
use crate::registry::Type;

pub(super) fn event_repetition() -> Type {
    Builder::new("eventRepetition", "eventRepetitions", "org.hisp.dhis.eventvisualization.EventRepetition")
        .embedded()
        .properties(vec![
            text("dimension").range(0.0, 2147483647.0),
            list("indexes", "Integer", Integer).simple().min(0.0),
            constant("parent", "org.hisp.dhis.attribute.Attribute", ATTRIBUTE).no_endpoint(),
            text("program").range(0.0, 2147483647.0),
            text("programStage").range(0.0, 2147483647.0),
        ])
        .build()
}
