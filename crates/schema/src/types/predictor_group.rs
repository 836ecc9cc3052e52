//! Predictor Group.

use crate::builder::{Builder, boolean, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn predictor_group() -> Type {
    Builder::new("predictorGroup", "predictorGroups", "org.hisp.dhis.predictor.PredictorGroup")
        .endpoint("/predictorGroups")
        .table("predictorgroup", Some("predictorgroupid"))
        .order(2002)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PREDICTORGROUP_ADD"])
        .authority(AuthorityType::Delete, &["F_PREDICTORGROUP_DELETE"])
        .references(&["org.hisp.dhis.predictor.Predictor", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            text("description").column("description").length(2, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            set("predictors", "org.hisp.dhis.predictor.Predictor", Reference)
                .item("predictor")
                .field("members")
                .join("predictorgroupmembers", "predictorgroupid", "predictorid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.predictor.Predictor.groups"),
        ])
        .build()
}
