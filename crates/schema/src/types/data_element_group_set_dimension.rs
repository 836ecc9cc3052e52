//! Data Element Group Set Dimension.

use crate::builder::{Builder, reference};
use crate::registry::Type;

pub(super) fn data_element_group_set_dimension() -> Type {
    Builder::new("dataElementGroupSetDimension", "dataElementGroupSetDimensions", "org.hisp.dhis.dataelement.DataElementGroupSetDimension")
        .table("dataelementgroupsetdimension", Some("dataelementgroupsetdimensionid"))
        .embedded()
        .references(&["org.hisp.dhis.dataelement.DataElementGroup", "org.hisp.dhis.dataelement.DataElementGroupSet"])
        .properties(vec![
            reference("dataElementGroupSet", "org.hisp.dhis.dataelement.DataElementGroupSet")
                .field("dimension")
                .by("dataelementgroupsetid")
                .required()
                .nameable()
                .long(255),
            reference("dataElementGroups", "java.util.List")
                .of("DataElementGroup")
                .field("items")
                .join("dataelementgroupsetdimension_items", "dataelementgroupsetdimensionid", "dataelementgroupid")
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
