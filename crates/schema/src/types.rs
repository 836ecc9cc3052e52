//! Every type, one file each.

mod access;
mod aggregate_data_exchange;
mod analytics_period_boundary;
mod analytics_table_hook;
mod api_token;
mod attribute;
mod axis;
mod category;
mod category_combo;
mod category_dimension;
mod category_option;
mod category_option_combo;
mod category_option_group;
mod category_option_group_set;
mod category_option_group_set_dimension;
mod constant;
mod constants;
mod dashboard;
mod dashboard_item;
mod data_approval_level;
mod data_approval_workflow;
mod data_element;
mod data_element_dimension;
mod data_element_group;
mod data_element_group_set;
mod data_element_group_set_dimension;
mod data_element_operand;
mod data_entry_form;
mod data_set;
mod data_set_element;
mod data_set_notification_template;
mod data_store;
mod document;
mod event_chart;
mod event_filter;
mod event_hook;
mod event_repetition;
mod event_report;
mod event_visualization;
mod expression;
mod expression_dimension_item;
mod expressions;
mod external_map_layer;
mod file_resource;
mod icon;
mod indicator;
mod indicator_group;
mod indicator_group_set;
mod indicator_type;
mod interpretation;
mod interpretation_comment;
mod item_config;
mod job_configuration;
mod legend;
mod legend_definitions;
mod legend_set;
mod map;
mod map_view;
mod message_conversation;
mod metadata_version;
mod min_max_data_element;
mod o_auth2_authorization;
mod o_auth2_authorization_consent;
mod o_auth2_client;
mod object_style;
mod option;
mod option_group;
mod option_group_set;
mod option_set;
mod organisation_unit;
mod organisation_unit_group;
mod organisation_unit_group_set;
mod organisation_unit_group_set_dimension;
mod organisation_unit_level;
mod outlier_analysis;
mod predictor;
mod predictor_group;
mod program;
mod program_data_element;
mod program_indicator;
mod program_indicator_group;
mod program_notification_template;
mod program_rule;
mod program_rule_action;
mod program_rule_variable;
mod program_section;
mod program_stage;
mod program_stage_data_element;
mod program_stage_section;
mod program_stage_working_list;
mod program_tracked_entity_attribute;
mod program_tracked_entity_attribute_dimension_item;
mod proposal;
mod relationship_constraint;
mod relationship_type;
mod report;
mod reporting_rate;
mod route;
mod section;
mod series_key;
mod sharing;
mod sms_command;
mod sql_view;
mod tracked_entity_attribute;
mod tracked_entity_data_element_dimension;
mod tracked_entity_instance_filter;
mod tracked_entity_type;
mod tracked_entity_type_attribute;
mod user;
mod user_access;
mod user_group;
mod user_group_access;
mod user_role;
mod validation_notification_template;
mod validation_result;
mod validation_rule;
mod validation_rule_group;
mod visualization;

pub use constants::ANALYTICS_TABLE_TYPE;
pub use job_configuration::JOB_PARAMETERS;

use crate::registry::Type;

/// All types, in the order of import.
pub fn all() -> Vec<Type> {
    TYPES.iter().map(|make| make()).collect()
}

const TYPES: [fn() -> Type; 116] = [
    attribute::attribute,
    user_role::user_role,
    user::user,
    user_group::user_group,
    expression::expression,
    expression_dimension_item::expression_dimension_item,
    sql_view::sql_view,
    constant::constant,
    job_configuration::job_configuration,
    option::option,
    option_set::option_set,
    option_group::option_group,
    option_group_set::option_group_set,
    legend_set::legend_set,
    organisation_unit::organisation_unit,
    organisation_unit_level::organisation_unit_level,
    organisation_unit_group::organisation_unit_group,
    organisation_unit_group_set::organisation_unit_group_set,
    category_option::category_option,
    category_option_group::category_option_group,
    category_option_group_set::category_option_group_set,
    category::category,
    category_combo::category_combo,
    category_option_combo::category_option_combo,
    data_element::data_element,
    route::route,
    data_element_group::data_element_group,
    data_element_group_set::data_element_group_set,
    analytics_table_hook::analytics_table_hook,
    indicator_type::indicator_type,
    indicator::indicator,
    indicator_group::indicator_group,
    indicator_group_set::indicator_group_set,
    data_entry_form::data_entry_form,
    data_set::data_set,
    data_set_notification_template::data_set_notification_template,
    section::section,
    data_approval_level::data_approval_level,
    data_approval_workflow::data_approval_workflow,
    validation_rule::validation_rule,
    validation_rule_group::validation_rule_group,
    validation_notification_template::validation_notification_template,
    tracked_entity_attribute::tracked_entity_attribute,
    tracked_entity_type::tracked_entity_type,
    tracked_entity_type_attribute::tracked_entity_type_attribute,
    program_notification_template::program_notification_template,
    program_stage_section::program_stage_section,
    program_stage::program_stage,
    sms_command::sms_command,
    program::program,
    event_chart::event_chart,
    program_section::program_section,
    program_indicator::program_indicator,
    program_indicator_group::program_indicator_group,
    program_rule_variable::program_rule_variable,
    relationship_type::relationship_type,
    program_rule_action::program_rule_action,
    program_rule::program_rule,
    event_report::event_report,
    aggregate_data_exchange::aggregate_data_exchange,
    event_hook::event_hook,
    map_view::map_view,
    document::document,
    event_visualization::event_visualization,
    external_map_layer::external_map_layer,
    map::map,
    report::report,
    validation_result::validation_result,
    visualization::visualization,
    predictor::predictor,
    predictor_group::predictor_group,
    dashboard_item::dashboard_item,
    dashboard::dashboard,
    data_store::data_store,
    access::access,
    analytics_period_boundary::analytics_period_boundary,
    api_token::api_token,
    axis::axis,
    category_dimension::category_dimension,
    category_option_group_set_dimension::category_option_group_set_dimension,
    data_element_dimension::data_element_dimension,
    data_element_group_set_dimension::data_element_group_set_dimension,
    data_element_operand::data_element_operand,
    data_set_element::data_set_element,
    event_filter::event_filter,
    event_repetition::event_repetition,
    file_resource::file_resource,
    icon::icon,
    interpretation::interpretation,
    interpretation_comment::interpretation_comment,
    item_config::item_config,
    legend::legend,
    legend_definitions::legend_definitions,
    message_conversation::message_conversation,
    metadata_version::metadata_version,
    min_max_data_element::min_max_data_element,
    o_auth2_authorization::o_auth2_authorization,
    o_auth2_authorization_consent::o_auth2_authorization_consent,
    o_auth2_client::o_auth2_client,
    object_style::object_style,
    organisation_unit_group_set_dimension::organisation_unit_group_set_dimension,
    outlier_analysis::outlier_analysis,
    program_data_element::program_data_element,
    program_stage_data_element::program_stage_data_element,
    program_stage_working_list::program_stage_working_list,
    program_tracked_entity_attribute::program_tracked_entity_attribute,
    program_tracked_entity_attribute_dimension_item::program_tracked_entity_attribute_dimension_item,
    proposal::proposal,
    relationship_constraint::relationship_constraint,
    reporting_rate::reporting_rate,
    series_key::series_key,
    sharing::sharing,
    tracked_entity_data_element_dimension::tracked_entity_data_element_dimension,
    tracked_entity_instance_filter::tracked_entity_instance_filter,
    user_access::user_access,
    user_group_access::user_group_access,
];
