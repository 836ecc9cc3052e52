//! Indicator Type.

use crate::builder::{Builder, boolean, complex, integer, reference, set};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn indicator_type() -> Type {
    Builder::new("indicatorType", "indicatorTypes", "org.hisp.dhis.indicator.IndicatorType")
        .endpoint("/indicatorTypes")
        .table("indicatortype", Some("indicatortypeid"))
        .order(1240)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_INDICATORTYPE_ADD"])
        .authority(AuthorityType::Delete, &["F_INDICATORTYPE_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            integer("factor").column("indicatorfactor").required().any_integer(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            boolean("number").column("indicatornumber").long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
        ])
        .build()
}
