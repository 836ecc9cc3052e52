//! Dashboard.

use crate::builder::{Builder, boolean, complex, integer, list, set, text};
use crate::property::PropertyType::{Complex, Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn dashboard() -> Type {
    Builder::new("dashboard", "dashboards", "org.hisp.dhis.dashboard.Dashboard")
        .endpoint("/dashboards")
        .table("dashboard", Some("dashboardid"))
        .order(3501)
        .shareable()
        .translatable()
        .favoritable()
        .default_private()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DASHBOARD_PUBLIC_ADD"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.dashboard.DashboardItem"])
        .identifiable()
        .properties(vec![
            list("allowedFilters", "String", Text).item("allowedFilter").json("allowedfilters").simple().length(0, 255).no_cascade().no_role(),
            list("dashboardItems", "org.hisp.dhis.dashboard.DashboardItem", Reference)
                .item("dashboardItem")
                .field("items")
                .join("dashboard_items", "dashboardid", "dashboarditemid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all,delete,delete-orphan"),
            text("description").column("description").translatable("DESCRIPTION").length(0, 255),
            text("displayDescription").read_only(),
            text("displayName").read_only(),
            complex("embedded", "org.hisp.dhis.dashboard.embedded.EmbeddedDashboard").json("embedded").length(0, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").json("favorites").simple().length(0, 255).no_cascade().no_role(),
            complex("itemConfig", "org.hisp.dhis.dashboard.design.ItemConfig").json("itemconfig").length(0, 255),
            integer("itemCount").read_only().expression("(select count(*) from dashboard_items m where m.dashboardid = {t}.dashboardid)"),
            complex("layout", "org.hisp.dhis.dashboard.design.Layout").json("layout").length(0, 255),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            boolean("restrictFilters").column("restrictfilters").long(255),
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
