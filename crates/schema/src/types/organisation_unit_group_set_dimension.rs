//! Organisation Unit Group Set Dimension.

use crate::builder::{Builder, reference};
use crate::registry::Type;

pub(super) fn organisation_unit_group_set_dimension() -> Type {
    Builder::new(
        "organisationUnitGroupSetDimension",
        "organisationUnitGroupSetDimensions",
        "org.hisp.dhis.organisationunit.OrganisationUnitGroupSetDimension",
    )
    .table("orgunitgroupsetdimension", Some("orgunitgroupsetdimensionid"))
    .embedded()
    .references(&["org.hisp.dhis.organisationunit.OrganisationUnitGroup", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet"])
    .properties(vec![
        reference("organisationUnitGroupSet", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet")
            .field("dimension")
            .by("orgunitgroupsetid")
            .required()
            .nameable()
            .long(255),
        reference("organisationUnitGroups", "java.util.List")
            .of("OrganisationUnitGroup")
            .field("items")
            .join("orgunitgroupsetdimension_items", "orgunitgroupsetdimensionid", "orgunitgroupid")
            .sorted_by("sort_order")
            .ordered()
            .not_many_to_one()
            .many_to_many()
            .required()
            .nameable()
            .min(0.0)
            .no_endpoint(),
    ])
    .build()
}
