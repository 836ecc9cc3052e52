//! Sql View.

use super::constants::{CACHE_STRATEGY, SQL_VIEW_TYPE};
use crate::builder::{Builder, boolean, complex, constant, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn sql_view() -> Type {
    Builder::new("sqlView", "sqlViews", "org.hisp.dhis.sqlview.SqlView")
        .endpoint("/sqlViews")
        .table("sqlview", Some("sqlviewid"))
        .order(1010)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_SQLVIEW_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_SQLVIEW_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_SQLVIEW_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            constant("cacheStrategy", "org.hisp.dhis.common.cache.CacheStrategy", CACHE_STRATEGY).column("cachestrategy").required().long(40),
            text("description").column("description").length(2, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().unique().attribute().length(1, 230),
            text("sqlQuery").column("sqlquery").required().length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("type", "org.hisp.dhis.sqlview.SqlViewType", SQL_VIEW_TYPE).column("type").required().long(40),
            text("updateJobId").range(0.0, 2147483647.0),
        ])
        .build()
}
