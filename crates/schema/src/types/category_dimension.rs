//! Category Dimension.

use crate::builder::{Builder, reference};
use crate::registry::Type;

pub(super) fn category_dimension() -> Type {
    Builder::new("categoryDimension", "categoryDimensions", "org.hisp.dhis.category.CategoryDimension")
        .table("categorydimension", Some("categorydimensionid"))
        .embedded()
        .references(&["org.hisp.dhis.category.Category", "org.hisp.dhis.category.CategoryOption"])
        .properties(vec![
            reference("category", "org.hisp.dhis.category.Category").field("dimension").by("categoryid").required().nameable().long(255),
            reference("categoryOptions", "java.util.List")
                .of("CategoryOption")
                .field("items")
                .join("categorydimension_items", "categorydimensionid", "categoryoptionid")
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
