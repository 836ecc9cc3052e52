//! Category Option Group Set Dimension.

use crate::builder::{Builder, reference};
use crate::registry::Type;

pub(super) fn category_option_group_set_dimension() -> Type {
    Builder::new("categoryOptionGroupSetDimension", "categoryOptionGroupSetDimensions", "org.hisp.dhis.category.CategoryOptionGroupSetDimension")
        .table("categoryoptiongroupsetdimension", Some("categoryoptiongroupsetdimensionid"))
        .embedded()
        .references(&["org.hisp.dhis.category.CategoryOptionGroup", "org.hisp.dhis.category.CategoryOptionGroupSet"])
        .properties(vec![
            reference("categoryOptionGroupSet", "org.hisp.dhis.category.CategoryOptionGroupSet")
                .field("dimension")
                .by("categoryoptiongroupsetid")
                .required()
                .nameable()
                .long(255),
            reference("categoryOptionGroups", "java.util.List")
                .of("CategoryOptionGroup")
                .field("items")
                .join("categoryoptiongroupsetdimension_items", "categoryoptiongroupsetdimensionid", "categoryoptiongroupid")
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
