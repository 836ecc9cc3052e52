//! Organisation Unit.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, boolean, complex, constant, date, email, integer, list, phone_number, reference, set, text, url};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn organisation_unit() -> Type {
    Builder::new("organisationUnit", "organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit")
        .endpoint("/organisationUnits")
        .table("organisationunit", Some("organisationunitid"))
        .order(1100)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_ORGANISATIONUNIT_ADD"])
        .authority(AuthorityType::Delete, &["F_ORGANISATIONUNIT_DELETE"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnitGroup",
            "org.hisp.dhis.dataset.DataSet",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.fileresource.FileResource",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            text("address").column("address").length(0, 255),
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            list("ancestors", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference).item("organisationUnit").read_only().nameable().related(
                "{t}.path like {o}.path || '/%'",
                "{o}.hierarchylevel",
                "OrganisationUnit",
            ),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("children", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("child")
                .children("parentid")
                .inverse()
                .nameable()
                .min(0.0)
                .own_inverse_role(),
            date("closedDate").column("closeddate").long(255),
            text("comment").column("comment").length(0, 2147483647),
            text("contactPerson").column("contactperson").length(0, 255),
            set("dataSets", "org.hisp.dhis.dataset.DataSet", Reference)
                .item("dataSet")
                .join("datasetsource", "sourceid", "datasetid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.dataset.DataSet.sources")
                .own_inverse_role(),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            email("email").column("email").length(0, 150),
            complex("geometry", "org.locationtech.jts.geom.Geometry").column("geometry").length(0, 131072).gist("FALSE"),
            reference("image", "org.hisp.dhis.fileresource.FileResource").by("image").long(255),
            boolean("leaf")
                .read_only()
                .attribute()
                .expression("not exists (select from organisationunit c where c.parentid = {t}.organisationunitid)"),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            integer("level").field("hierarchyLevel").column("hierarchylevel").attribute().any_integer(),
            integer("memberCount").range(0.0, 2147483647.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            date("openingDate").column("openingdate").required().long(255),
            set("organisationUnitGroups", "org.hisp.dhis.organisationunit.OrganisationUnitGroup", Reference)
                .item("organisationUnitGroup")
                .field("groups")
                .join("orgunitgroupmembers", "organisationunitid", "orgunitgroupid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.organisationunit.OrganisationUnitGroup.members")
                .own_inverse_role(),
            reference("parent", "org.hisp.dhis.organisationunit.OrganisationUnit").by("parentid").nameable().long(255),
            text("path").column("path").unique().length(0, 255),
            phone_number("phoneNumber").column("phonenumber").length(0, 150),
            set("programs", "org.hisp.dhis.program.Program", Reference)
                .item("program")
                .join("program_organisationunits", "organisationunitid", "programid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.program.Program.organisationUnits")
                .own_inverse_role(),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").column("shortname").required().attribute().translatable("SHORT_NAME").length(1, 50),
            text("type").range(0.0, 2147483647.0),
            url("url").column("url").length(0, 255),
            set("users", "org.hisp.dhis.user.User", Reference)
                .item("userItem")
                .join("usermembership", "organisationunitid", "userinfoid")
                .inverse()
                .opaque()
                .min(0.0)
                .owning_role("org.hisp.dhis.user.User.organisationUnits")
                .own_inverse_role(),
        ])
        .build()
}
