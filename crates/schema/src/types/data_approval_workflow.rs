//! Data Approval Workflow.

use crate::builder::{Builder, complex, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn data_approval_workflow() -> Type {
    Builder::new("dataApprovalWorkflow", "dataApprovalWorkflows", "org.hisp.dhis.dataapproval.DataApprovalWorkflow")
        .endpoint("/dataApprovalWorkflows")
        .table("dataapprovalworkflow", Some("workflowid"))
        .order(1380)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DATA_APPROVAL_WORKFLOW"])
        .authority(AuthorityType::CreatePrivate, &["F_DATA_APPROVAL_WORKFLOW"])
        .authority(AuthorityType::Delete, &["F_DATA_APPROVAL_WORKFLOW"])
        .references(&[
            "org.hisp.dhis.dataset.DataSet",
            "org.hisp.dhis.dataapproval.DataApprovalLevel",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryCombo",
        ])
        .identifiable()
        .properties(vec![
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo").by("categorycomboid").required().long(255),
            text("code").column("code").unique().attribute().length(0, 50),
            set("dataApprovalLevels", "org.hisp.dhis.dataapproval.DataApprovalLevel", Reference)
                .item("dataApprovalLevel")
                .field("levels")
                .join("dataapprovalworkflowlevels", "workflowid", "dataapprovallevelid")
                .min(0.0),
            set("dataSets", "org.hisp.dhis.dataset.DataSet", Reference)
                .item("dataSet")
                .children("workflowid")
                .inverse()
                .nameable()
                .min(0.0)
                .own_inverse_role(),
            text("displayName").read_only(),
            text("href").attribute().range(0.0, 2147483647.0),
            text("name").column("name").required().unique().attribute().translatable("NAME").length(0, 230),
            text("periodType")
                .klass("org.hisp.dhis.period.PeriodType")
                .period_type("periodtypeid")
                .composite()
                .unsorted()
                .many_to_one()
                .required()
                .length(0, 255)
                .cascade("none")
                .own_role(),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").json("sharing").length(0, 255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).json("translations").min(0.0).no_cascade().no_role(),
            reference("user", "org.hisp.dhis.user.User"),
        ])
        .build()
}
