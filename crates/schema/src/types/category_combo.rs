//! Category Combo.

use super::constants::DATA_DIMENSION_TYPE;
use crate::builder::{Builder, boolean, constant, list, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn category_combo() -> Type {
    Builder::new("categoryCombo", "categoryCombos", "org.hisp.dhis.category.CategoryCombo")
        .endpoint("/categoryCombos")
        .table("categorycombo", Some("categorycomboid"))
        .order(1180)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_CATEGORY_COMBO_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_CATEGORY_COMBO_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_CATEGORY_COMBO_DELETE"])
        .references(&["org.hisp.dhis.category.Category", "org.hisp.dhis.user.User", "org.hisp.dhis.category.CategoryOptionCombo"])
        .identifiable()
        .properties(vec![
            list("categories", "org.hisp.dhis.category.Category", Reference)
                .item("category")
                .join("categorycombos_categories", "categorycomboid", "categoryid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.category.Category.categoryCombos"),
            set("categoryOptionCombos", "org.hisp.dhis.category.CategoryOptionCombo", Reference)
                .item("categoryOptionCombo")
                .field("optionCombos")
                .join("categorycombos_optioncombos", "categorycomboid", "categoryoptioncomboid")
                .inverse()
                .nameable()
                .min(0.0)
                .own_inverse_role(),
            constant("dataDimensionType", "org.hisp.dhis.common.DataDimensionType", DATA_DIMENSION_TYPE)
                .column("datadimensiontype")
                .required()
                .long(255),
            text("href").attribute().range(0.0, 2147483647.0),
            boolean("isDefault").field("default").read_only().expression("{t}.name = 'default'"),
            boolean("skipTotal").column("skiptotal").required().long(255),
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
