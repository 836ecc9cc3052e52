//! Indicator Group Set.

use crate::builder::{Builder, boolean, list, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn indicator_group_set() -> Type {
    Builder::new("indicatorGroupSet", "indicatorGroupSets", "org.hisp.dhis.indicator.IndicatorGroupSet")
        .endpoint("/indicatorGroupSets")
        .table("indicatorgroupset", Some("indicatorgroupsetid"))
        .order(1270)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_INDICATORGROUPSET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_INDICATORGROUPSET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_INDICATORGROUPSET_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.indicator.IndicatorGroup"])
        .identifiable()
        .properties(vec![
            boolean("compulsory").column("compulsory").long(255),
            text("description").column("description").translatable("DESCRIPTION").length(2, 255),
            text("displayDescription").read_only(),
            text("displayShortName").read_only().sortable(),
            text("href").attribute().range(0.0, 2147483647.0),
            list("indicatorGroups", "org.hisp.dhis.indicator.IndicatorGroup", Reference)
                .item("indicatorGroup")
                .field("members")
                .join("indicatorgroupsetmembers", "indicatorgroupsetid", "indicatorgroupid")
                .sorted_by("sort_order")
                .min(0.0)
                .inverse_role("org.hisp.dhis.indicator.IndicatorGroup.groupSets"),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            text("shortName").column("shortname").required().unique().attribute().translatable("SHORT_NAME").length(1, 50),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role()
                .gist("FALSE"),
        ])
        .build()
}
