//! Data Element.

use super::constants::{AGGREGATION_TYPE, DATA_ELEMENT_DOMAIN, DIMENSION_ITEM_TYPE, VALUE_TYPE};
use super::expressions::first_legend_set;
use crate::builder::{Builder, boolean, complex, constant, list, reference, set, text, url};
use crate::property::PropertyType::{Complex, Integer, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn data_element() -> Type {
    Builder::new("dataElement", "dataElements", "org.hisp.dhis.dataelement.DataElement")
        .endpoint("/dataElements")
        .table("dataelement", Some("dataelementid"))
        .order(1200)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DATAELEMENT_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_DATAELEMENT_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_DATAELEMENT_DELETE"])
        .references(&[
            "org.hisp.dhis.dataelement.DataElementGroup",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryCombo",
            "org.hisp.dhis.option.OptionSet",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            list("aggregationLevels", "Integer", Integer)
                .values("dataelementaggregationlevels", "dataelementid", "aggregationlevel")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).column("aggregationtype").required().long(50),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo").by("categorycomboid").required().long(255),
            reference("commentOptionSet", "org.hisp.dhis.option.OptionSet").by("commentoptionsetid").long(255),
            set("dataElementGroups", "org.hisp.dhis.dataelement.DataElementGroup", Reference)
                .item("dataElementGroup")
                .field("groups")
                .join("dataelementgroupmembers", "dataelementid", "dataelementgroupid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.dataelement.DataElementGroup.members")
                .own_inverse_role(),
            set("dataSetElements", "org.hisp.dhis.dataset.DataSetElement", Complex)
                .children("dataelementid")
                .inverse()
                .embedded()
                .min(0.0)
                .own_inverse_role(),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            constant("domainType", "org.hisp.dhis.dataelement.DataElementDomain", DATA_ELEMENT_DOMAIN).column("domaintype").required().long(255),
            text("fieldMask").column("fieldmask").length(0, 255),
            text("formName").column("formname").translatable("FORM_NAME").length(2, 230),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only().related(
                first_legend_set!("dataelementlegendsets", "dataelementid"),
                "{o}.maplegendsetid",
                "LegendSet",
            ),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference)
                .join("dataelementlegendsets", "dataelementid", "legendsetid")
                .sorted_by("sort_order")
                .min(0.0),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").by("optionsetid").long(255),
            boolean("optionSetValue").read_only().expression("{t}.optionsetid is not null"),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            url("url").column("url").length(0, 255),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).column("valuetype").required().long(50),
            complex("valueTypeOptions", "org.hisp.dhis.common.ValueTypeOptions").json("valuetypeoptions").length(0, 255),
            boolean("zeroIsSignificant").column("zeroissignificant").required().long(255),
        ])
        .build()
}
