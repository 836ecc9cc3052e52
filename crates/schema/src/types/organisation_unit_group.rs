//! Organisation Unit Group.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, FEATURE_TYPE};
use crate::builder::{Builder, complex, constant, list, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn organisation_unit_group() -> Type {
    Builder::new("organisationUnitGroup", "organisationUnitGroups", "org.hisp.dhis.organisationunit.OrganisationUnitGroup")
        .endpoint("/organisationUnitGroups")
        .table("orgunitgroup", Some("orgunitgroupid"))
        .order(1120)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_ORGUNITGROUP_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_ORGUNITGROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_ORGUNITGROUP_DELETE"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("color").column("color").length(0, 255),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            constant("featureType", "org.hisp.dhis.organisationunit.FeatureType", FEATURE_TYPE).read_only(),
            complex("geometry", "org.locationtech.jts.geom.Geometry").column("geometry").length(0, 255),
            set("groupSets", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet", Reference)
                .item("groupSet")
                .join("orgunitgroupsetmembers", "orgunitgroupid", "orgunitgroupsetid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.organisationunit.OrganisationUnitGroupSet.organisationUnitGroups")
                .own_inverse_role(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            set("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .field("members")
                .join("orgunitgroupmembers", "orgunitgroupid", "organisationunitid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.organisationunit.OrganisationUnit.groups"),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            text("symbol").column("symbol").length(0, 255),
        ])
        .build()
}
