//! Expression.

use super::constants::MISSING_VALUE_STRATEGY;
use crate::builder::{Builder, boolean, constant, set, text};
use crate::property::PropertyType::Complex;
use crate::registry::Type;

pub(super) fn expression() -> Type {
    Builder::new("expression", "expressions", "org.hisp.dhis.expression.Expression")
        .table("expression", Some("expressionid"))
        .order(1000)
        .embedded()
        .properties(vec![
            text("description").column("description").translatable("DESCRIPTION").length(0, 255),
            text("displayDescription").read_only(),
            text("expression").column("expression").length(0, 2147483647),
            constant("missingValueStrategy", "org.hisp.dhis.expression.MissingValueStrategy", MISSING_VALUE_STRATEGY)
                .column("missingvaluestrategy")
                .long(100),
            boolean("slidingWindow").column("slidingwindow").long(255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .length(0, 255)
                .no_cascade()
                .no_role()
                .gist("FALSE"),
        ])
        .build()
}
