//! Constant.

use crate::builder::{Builder, complex, number};
use crate::registry::{AuthorityType, Type};

pub(super) fn constant() -> Type {
    Builder::new("constant", "constants", "org.hisp.dhis.constant.Constant")
        .endpoint("/constants")
        .table("constant", Some("constantid"))
        .order(1030)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_CONSTANT_ADD"])
        .authority(AuthorityType::Delete, &["F_CONSTANT_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .nameable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            number("value").column("value").required().long(2147483647),
        ])
        .build()
}
